"""A payment at a reader: from the till to the charge, its fee, its capture and its refund."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.tills import (
    a_location,
    a_reader,
    in_person,
    paid_in_person,
    present,
    process,
    tell,
)

pytestmark = pytest.mark.usefixtures("balanced")
DAY = 86_400


def test_it_is_in_progress_until_a_card_is_presented(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    told = process(stripe, id, intent, enable_customer_cancellation=True)
    assert told.action == {
        "api_error": None,
        "failure_code": None,
        "failure_message": None,
        "process_payment_intent": {
            "payment_intent": intent.id,
            "process_config": {"enable_customer_cancellation": True},
        },
        "status": "in_progress",
        "type": "process_payment_intent",
    }
    stripe.told()
    assert present(stripe, id).action == told.action | {"status": "succeeded"}
    assert stripe.types() == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "terminal.reader.action_succeeded",
    ]
    field = "action.process_payment_intent.payment_intent"
    shown = stripe.get(f"/v1/terminal/readers/{id}", expand=[field])
    assert shown.action.process_payment_intent.payment_intent.status == "succeeded"


def test_the_charge_tells_of_the_card_and_of_the_reader(stripe: Stripe) -> None:
    location = a_location(stripe).id
    reader = a_reader(stripe, location=location).id
    intent = in_person(stripe)
    process(stripe, reader, intent)
    present(stripe, reader)
    charge = stripe.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"]).latest_charge
    assert charge.id.startswith("ch_3")
    assert charge.payment_method_details.type == "card_present"
    card = charge.payment_method_details.card_present
    drawn = {
        name: card.pop(name) for name in ("emv_auth_data", "network_transaction_id", "receipt")
    }
    assert card.pop("fingerprint")
    assert card == {
        "amount_authorized": 2500,
        "brand": "visa",
        "brand_product": None,
        "cardholder_name": None,
        "country": "US",
        "exp_month": 9,
        "exp_year": 2027,
        "funding": "credit",
        "generated_card": None,
        "incremental_authorization_supported": False,
        "last4": "4242",
        "location": location,
        "network": "visa",
        "offline": None,
        "overcapture_supported": False,
        "preferred_locales": ["en"],
        "read_method": "contactless_emv",
        "reader": reader,
    }
    receipt = drawn["receipt"]
    assert (receipt.account_type, receipt.dedicated_file_name) == ("credit", "A0000000031010")
    assert len(receipt.application_cryptogram) == 16
    method = stripe.get(f"/v1/payment_methods/{charge.payment_method}")
    assert (method.type, method.card_present.last4, method.customer) == (
        "card_present",
        "4242",
        None,
    )


def test_its_fee_is_that_of_a_card_that_was_there(stripe: Stripe) -> None:
    row = paid_in_person(stripe, amount=10_000).latest_charge.balance_transaction
    assert (row.type, row.reporting_category, row.fee) == ("charge", "charge", 275)


def test_a_card_from_abroad_costs_more(stripe: Stripe) -> None:
    paid = paid_in_person(stripe, "4000008260000000", amount=10_000)
    assert paid.latest_charge.balance_transaction.fee == 425


@pytest.mark.parametrize(
    ("number", "held_for"),
    [("4242424242424242", 4 * DAY + 18 * 3_600), ("5555555555554444", 2 * DAY)],
)
def test_money_is_held_as_long_as_the_brand_holds_it(
    stripe: Stripe, number: str, held_for: int
) -> None:
    held = paid_in_person(stripe, number, capture_method="manual")
    card = held.latest_charge.payment_method_details.card_present
    assert (held.status, card.capture_before) == ("requires_capture", NOW + held_for)
    stripe.advance(seconds=held_for)
    assert stripe.get(f"/v1/payment_intents/{held.id}").status == "canceled"


def test_money_that_is_held_is_captured_in_time(stripe: Stripe) -> None:
    held = paid_in_person(stripe, capture_method="manual")
    captured = stripe.post(f"/v1/payment_intents/{held.id}/capture", amount_to_capture=2000)
    assert (captured.status, captured.amount_received) == ("succeeded", 2000)


def test_a_hold_is_extended_where_that_was_asked_for(stripe: Stripe) -> None:
    asked = {"card_present": {"request_extended_authorization": True}}
    held = paid_in_person(stripe, capture_method="manual", payment_method_options=asked)
    card = held.latest_charge.payment_method_details.card_present
    assert card.capture_before == NOW + 30 * DAY


@pytest.mark.parametrize("how", ["manual", "manual_preferred"])
def test_the_options_of_the_card_say_that_it_is_held(stripe: Stripe, how: str) -> None:
    held = paid_in_person(stripe, payment_method_options={"card_present": {"capture_method": how}})
    assert (held.capture_method, held.status) == ("automatic", "requires_capture")


def test_a_tip_on_the_receipt_is_captured_on_top(stripe: Stripe) -> None:
    held = paid_in_person(stripe, capture_method="manual")
    assert held.latest_charge.payment_method_details.card_present.overcapture_supported
    path = f"/v1/payment_intents/{held.id}/capture"
    assert stripe.post(path, amount_to_capture=3001).error.code == "amount_too_large"
    assert stripe.post(path, amount_to_capture=3000).amount_received == 3000


def test_more_can_be_held_where_that_was_asked_for(stripe: Stripe) -> None:
    plain = paid_in_person(stripe, capture_method="manual")
    path = f"/v1/payment_intents/{plain.id}/increment_authorization"
    assert stripe.post(path, amount=3000).http == 400
    asked = {"card_present": {"request_incremental_authorization_support": True}}
    held = paid_in_person(stripe, capture_method="manual", payment_method_options=asked)
    path = f"/v1/payment_intents/{held.id}/increment_authorization"
    raised = stripe.post(path, amount=3000, expand=["latest_charge"])
    assert (raised.amount, raised.amount_capturable, raised.latest_charge.amount) == (3000,) * 3
    card = raised.latest_charge.payment_method_details.card_present
    assert card.amount_authorized == 3000


def test_a_hold_is_canceled(stripe: Stripe) -> None:
    held = paid_in_person(stripe, capture_method="manual")
    assert stripe.post(f"/v1/payment_intents/{held.id}/cancel").status == "canceled"


def test_with_automatic_async_the_balance_follows(stripe: Stripe) -> None:
    paid = paid_in_person(stripe, capture_method="automatic_async")
    assert (paid.status, paid.latest_charge.balance_transaction) == ("succeeded", None)
    stripe.advance(seconds=5)
    charge = stripe.get(f"/v1/charges/{paid.latest_charge.id}")
    assert charge.balance_transaction is not None


@pytest.mark.parametrize("how", ["automatic", "manual"])
def test_one_of_elevated_risk_is_to_be_reviewed(stripe: Stripe, how: str) -> None:
    paid = paid_in_person(stripe, "4000000000009235", capture_method=how)
    assert paid.review == paid.latest_charge.review
    review = stripe.get(f"/v1/reviews/{paid.review}")
    assert (review.charge, review.payment_intent) == (paid.latest_charge.id, paid.id)


def test_it_is_refunded_like_any_card(stripe: Stripe) -> None:
    paid = paid_in_person(stripe)
    refund = stripe.post(
        "/v1/refunds", payment_intent=paid.id, amount=500, expand=["balance_transaction"]
    )
    assert refund.id.startswith("re_3")
    assert refund.destination_details.type == "card"
    assert refund.balance_transaction.type == "refund"


def test_it_is_refunded_at_the_reader_as_well(stripe: Stripe) -> None:
    paid = paid_in_person(stripe)
    id = a_reader(stripe).id
    tell(stripe, id, "refund_payment", charge=paid.latest_charge.id, metadata={"why": "broken"})
    action = present(stripe, id).action
    refund = stripe.get(f"/v1/refunds/{action.refund_payment.refund}")
    assert (refund.amount, refund.metadata) == (2500, {"why": "broken"})
    assert stripe.get(f"/v1/charges/{paid.latest_charge.id}").refunded


def test_a_tip_on_the_reader_is_part_of_the_amount(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    present(stripe, id, amount_tip=500)
    paid = stripe.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"])
    assert (paid.amount, paid.amount_received, paid.latest_charge.amount) == (3000,) * 3
    assert paid.amount_details.tip.amount == 500


@pytest.mark.parametrize("again", [300, 0])
def test_a_tip_that_was_declined_is_chosen_again(stripe: Stripe, again: int) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    present(stripe, id, "4000000000000002", amount_tip=500)
    process(stripe, id, intent)
    present(stripe, id, amount_tip=again)
    paid = stripe.get(f"/v1/payment_intents/{intent.id}")
    assert (paid.amount, paid.amount_received) == (2500 + again,) * 2
    assert paid.amount_details.tip == ({"amount": again} if again else {})


def test_a_tip_that_was_declined_does_not_stay_where_none_is_asked_for(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    present(stripe, id, "4000000000000002", amount_tip=500)
    process(stripe, id, intent, skip_tipping=True)
    present(stripe, id)
    assert stripe.get(f"/v1/payment_intents/{intent.id}").amount_received == 2500


def test_nobody_is_asked_for_a_tip_where_that_is_skipped(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent, skip_tipping=True)
    present(stripe, id, amount_tip=500)
    assert stripe.get(f"/v1/payment_intents/{intent.id}").amount_received == 2500


def test_only_what_wants_a_card_is_processed(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    online = process(stripe, id, stripe.intent())
    assert online.error.code == "payment_intent_incompatible_payment_method"
    for intent in (paid_in_person(stripe), stripe.paid()):
        refused = process(stripe, id, intent)
        assert refused.error.code == "intent_invalid_state"
        assert refused.error.message == (
            "Payment intent must be in the requires_payment_method state to be processed by a"
            " reader."
        )


def test_what_was_canceled_meanwhile_is_not_paid(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    stripe.post(f"/v1/payment_intents/{intent.id}/cancel")
    assert present(stripe, id).error.code == "intent_invalid_state"


def test_the_card_is_collected_first_and_confirmed_later(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    given: dict[str, Any] = {"payment_intent": intent.id}
    assert tell(stripe, id, "confirm_payment_intent", **given).error.code == "intent_invalid_state"
    tell(stripe, id, "collect_payment_method", collect_config={"skip_tipping": True}, **given)
    stripe.told()
    collected = present(stripe, id)
    about = collected.action.collect_payment_method
    assert (collected.action.status, about.payment_intent) == ("succeeded", intent.id)
    assert about.payment_method.card_present.last4 == "4242"
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "requires_confirmation"
    assert stripe.types() == ["terminal.reader.action_updated", "terminal.reader.action_succeeded"]
    assert tell(stripe, id, "confirm_payment_intent", **given).action.status == "in_progress"
    stripe.advance(seconds=2)
    assert stripe.get(f"/v1/terminal/readers/{id}").action.status == "succeeded"
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "succeeded"
    assert stripe.types() == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "terminal.reader.action_succeeded",
    ]


def test_a_server_can_confirm_what_was_collected(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    tell(stripe, id, "collect_payment_method", payment_intent=intent.id)
    present(stripe, id)
    paid = stripe.post(f"/v1/payment_intents/{intent.id}/confirm", expand=["latest_charge"])
    assert paid.status == "succeeded"
    assert paid.latest_charge.payment_method_details.card_present.reader == id


def test_what_was_collected_is_declined_when_it_is_confirmed(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    tell(stripe, id, "collect_payment_method", payment_intent=intent.id)
    present(stripe, id, "4000000000009995")
    tell(stripe, id, "confirm_payment_intent", payment_intent=intent.id)
    stripe.advance(seconds=2)
    action = stripe.get(f"/v1/terminal/readers/{id}").action
    assert (action.status, action.failure_code) == ("failed", "card_declined")
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "requires_payment_method"
