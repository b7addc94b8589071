"""Refunds: how much goes back, when it does not, and what the charge looks like afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

REFUNDS = "/v1/refunds"


def paid(stripe: Stripe, **params: Any) -> Reply:
    return stripe.paid(capture_method="automatic", **params)


def test_a_refund_shows_everything_that_stripe_shows(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    intent = paid(stripe, customer=customer.id)
    refund = dict(
        stripe.post(
            REFUNDS, payment_intent=intent.id, amount=1000, reason="requested_by_customer"
        ).body
    )
    assert re.fullmatch(r"re_3\w{23}", refund.pop("id"))
    assert re.fullmatch(r"txn_3\w{23}", refund.pop("balance_transaction"))
    assert refund == {
        "object": "refund",
        "amount": 1000,
        "charge": intent.latest_charge,
        "created": stripe.now,
        "currency": "usd",
        "customer": customer.id,
        "customer_account": None,
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": {},
        "payment_intent": intent.id,
        "payment_method": intent.payment_method,
        "reason": "requested_by_customer",
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def test_without_an_amount_all_that_is_left_goes_back(stripe: Stripe) -> None:
    intent = paid(stripe)
    stripe.post(REFUNDS, payment_intent=intent.id, amount=1000)
    charge = stripe.charge_of(intent)
    assert (charge.amount_refunded, charge.refunded) == (1000, False)
    assert stripe.post(REFUNDS, charge=charge.id).amount == 1500
    charge = stripe.charge_of(intent)
    assert (charge.amount_refunded, charge.refunded, charge.status) == (2500, True, "succeeded")


def test_of_a_partial_capture_the_captured_part_goes_back(stripe: Stripe) -> None:
    intent = stripe.held(amount=6500)
    stripe.post(f"/v1/payment_intents/{intent.id}/capture", amount_to_capture=5000)
    assert stripe.post(REFUNDS, payment_intent=intent.id).amount == 5000
    assert stripe.charge_of(intent).refunded


def test_something_must_be_named(stripe: Stripe) -> None:
    refused = stripe.post(REFUNDS, amount=100)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "One of the following params should be provided for this request: payment_intent or charge."
    )


def test_no_more_goes_back_than_was_charged(stripe: Stripe) -> None:
    intent = paid(stripe, amount=100_000)
    refused = stripe.post(REFUNDS, payment_intent=intent.id, amount=110_000)
    assert refused.refusal == (400, "invalid_request_error", None, "amount")
    assert refused.error.message == (
        "Refund amount ($1,100.00) is greater than charge amount ($1,000.00)"
    )


def test_no_more_goes_back_than_is_left(stripe: Stripe) -> None:
    intent = paid(stripe, amount=5000)
    stripe.post(REFUNDS, payment_intent=intent.id, amount=2000)
    refused = stripe.post(REFUNDS, payment_intent=intent.id, amount=4000)
    assert refused.refusal == (400, "invalid_request_error", None, "amount")
    assert refused.error.message == (
        "Refund amount ($40.00) is greater than unrefunded amount on charge ($30.00)"
    )
    assert refused.headers["Stripe-Should-Retry"] == "false"


def test_nothing_is_refunded_twice(stripe: Stripe) -> None:
    intent = paid(stripe)
    stripe.post(REFUNDS, payment_intent=intent.id)
    refused = stripe.post(REFUNDS, payment_intent=intent.id)
    assert refused.refusal == (400, "invalid_request_error", "charge_already_refunded", None)
    assert refused.error.message == f"Charge {intent.latest_charge} has already been refunded."


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_too_little_to_refund(stripe: Stripe, amount: int) -> None:
    refused = stripe.post(REFUNDS, payment_intent=paid(stripe).id, amount=amount)
    assert refused.refusal == (400, "invalid_request_error", "parameter_invalid_integer", "amount")
    assert refused.error.message == "This value must be greater than or equal to 1."


def test_a_disputed_charge_is_not_refunded(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_createDispute", capture_method="automatic")
    refused = stripe.post(REFUNDS, payment_intent=intent.id)
    assert refused.refusal == (400, "invalid_request_error", "charge_disputed", None)
    assert refused.error.message == (
        f"Charge {intent.latest_charge} has been charged back; cannot issue a refund."
    )


def test_an_inquiry_does_not_stop_a_refund(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_createDisputeInquiry", capture_method="automatic")
    assert stripe.post(REFUNDS, payment_intent=intent.id).http == 200


@pytest.mark.parametrize("by", ["charge", "payment_intent"])
def test_a_hold_is_canceled_and_not_refunded(stripe: Stripe, by: str) -> None:
    intent = stripe.held()
    target = intent.latest_charge if by == "charge" else intent.id
    refused = stripe.post(REFUNDS, **{by: target})
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        f"This uncaptured Charge was created by a PaymentIntent ({intent.id}). You must cancel the"
        " PaymentIntent to reverse the authorization instead of refunding the Charge directly. For"
        " more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
    )


@pytest.mark.parametrize("status", ["requires_payment_method", "requires_confirmation", "canceled"])
def test_what_was_never_paid_is_not_refunded(stripe: Stripe, status: str) -> None:
    intent = stripe.intent_in(status)
    refused = stripe.post(REFUNDS, payment_intent=intent.id)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        f"This PaymentIntent ({intent.id}) does not have a successful charge to refund."
    )


def test_a_declined_payment_is_not_refunded(stripe: Stripe) -> None:
    error = stripe.paid("pm_card_chargeDeclined").error
    refused = stripe.post(REFUNDS, charge=error.charge)
    assert refused.error.message == (
        f"This PaymentIntent ({error.payment_intent.id}) does not have a successful charge to"
        " refund."
    )


def test_a_challenge_under_way_is_named(stripe: Stripe) -> None:
    refused = stripe.post(REFUNDS, payment_intent=stripe.intent_in("requires_action").id)
    assert refused.http == 400
    assert "has a status of requires_action" in refused.error.message


def test_only_three_reasons_are_the_shops_to_give(stripe: Stripe) -> None:
    refused = stripe.post(REFUNDS, payment_intent=paid(stripe).id, reason="because")
    assert refused.refusal == (400, "invalid_request_error", None, "reason")
    assert refused.error.message == (
        "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer"
    )


def test_a_fraudulent_one_marks_the_charge(stripe: Stripe) -> None:
    intent = paid(stripe)
    stripe.post(REFUNDS, payment_intent=intent.id, reason="fraudulent")
    assert stripe.charge_of(intent).fraud_details == {"user_report": "fraudulent"}


def test_an_unknown_charge_is_a_404_although_it_stands_in_the_body(stripe: Stripe) -> None:
    refused = stripe.post(REFUNDS, charge="ch_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == "No such charge: 'ch_x'"
    refused = stripe.post(REFUNDS, payment_intent="pi_x")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "payment_intent")


def test_the_ledger_shows_the_refund_without_its_fee(stripe: Stripe) -> None:
    intent = paid(stripe, description="Order 7")
    refund = stripe.post(REFUNDS, payment_intent=intent.id, amount=1000)
    row = stripe.get(f"/v1/balance_transactions/{refund.balance_transaction}")
    assert (row.amount, row.fee, row.fee_details, row.net) == (-1000, 0, [], -1000)
    assert (row.type, row.reporting_category) == ("refund", "refund")
    assert row.description == "REFUND FOR CHARGE (Order 7)"
    plain = stripe.post(REFUNDS, payment_intent=paid(stripe).id)
    row = stripe.get(f"/v1/balance_transactions/{plain.balance_transaction}")
    assert row.description == "REFUND FOR CHARGE"


def test_the_acquirers_reference_comes_a_second_later(stripe: Stripe) -> None:
    refund = stripe.post(REFUNDS, payment_intent=paid(stripe).id)
    stripe.told()
    stripe.advance(seconds=1)
    card = stripe.get(f"{REFUNDS}/{refund.id}").destination_details.card
    assert card.reference_status == "available"
    assert card.reference.isdigit()
    told = stripe.told()
    assert [event.type for event in told] == ["refund.updated", "charge.refund.updated"]
    assert told[0].data.previous_attributes == {
        "destination_details": {"card": {"reference": None, "reference_status": "pending"}}
    }


# The older ways.


def test_a_charges_own_path_gives_the_refund(stripe: Stripe) -> None:
    intent = paid(stripe)
    path = f"/v1/charges/{intent.latest_charge}/refunds"
    refund = stripe.post(path, amount=500)
    assert (refund.object, refund.amount) == ("refund", 500)
    assert stripe.get(f"{path}/{refund.id}").id == refund.id
    assert [found.id for found in stripe.get(path).data] == [refund.id]


def test_the_oldest_path_gives_the_charge(stripe: Stripe) -> None:
    charge = stripe.post(f"/v1/charges/{paid(stripe).latest_charge}/refund", amount=500)
    assert (charge.object, charge.amount_refunded) == ("charge", 500)


def test_a_refund_of_another_charge_is_missing(stripe: Stripe) -> None:
    refund = stripe.post(REFUNDS, payment_intent=paid(stripe).id)
    refused = stripe.get(f"/v1/charges/{paid(stripe).latest_charge}/refunds/{refund.id}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "refund")


def test_a_missing_refund_is_a_404(stripe: Stripe) -> None:
    assert stripe.get(f"{REFUNDS}/re_x").error.message == "No such refund: 're_x'"


def test_a_legacy_hold_is_voided_by_its_refund(stripe: Stripe) -> None:
    held = stripe.post("/v1/charges", amount=2500, currency="usd", source="tok_visa", capture=False)
    refused = stripe.post(REFUNDS, charge=held.id, amount=100)
    assert refused.refusal == (400, "invalid_request_error", None, "amount")
    assert refused.error.message == (
        "You cannot partially refund an uncaptured charge. Instead, capture the charge for an"
        " amount less than the original amount"
    )
    stripe.told()
    refund = stripe.post(REFUNDS, charge=held.id, metadata={"order": "7"})
    assert (refund.http, refund.balance_transaction) == (200, None)
    assert refund.metadata == {"order": "7"}
    assert stripe.get(f"/v1/charges/{held.id}").refunded
    assert stripe.types() == ["refund.created", "charge.refunded"]


# Afterwards.


def test_metadata_alone_may_change(stripe: Stripe) -> None:
    refund = stripe.post(REFUNDS, payment_intent=paid(stripe).id, metadata={"a": "1"})
    stripe.told()
    after = stripe.post(f"{REFUNDS}/{refund.id}", metadata={"b": "2"})
    assert after.metadata == {"a": "1", "b": "2"}
    assert stripe.types() == ["refund.updated", "charge.refund.updated"]
    assert stripe.post(f"{REFUNDS}/{refund.id}", reason="duplicate").http == 400


def test_a_card_refund_is_not_canceled(stripe: Stripe) -> None:
    refund = stripe.post(REFUNDS, payment_intent=paid(stripe).id)
    refused = stripe.post(f"{REFUNDS}/{refund.id}/cancel")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "Canceling this refund is unsupported."


def test_refunds_are_listed_by_charge_and_intent(stripe: Stripe) -> None:
    intent = paid(stripe)
    ids = [stripe.post(REFUNDS, payment_intent=intent.id, amount=100).id for _ in range(3)]
    stripe.post(REFUNDS, payment_intent=paid(stripe).id)
    for given in ({"payment_intent": intent.id}, {"charge": intent.latest_charge}):
        assert [refund.id for refund in stripe.get(REFUNDS, **given).data] == ids[::-1]
    assert len(stripe.get(REFUNDS).data) == 4


def test_the_list_of_all_refunds_counts_those_that_it_shows(stripe: Stripe) -> None:
    charge = stripe.paid().latest_charge
    for _ in range(3):
        stripe.post("/v1/refunds", charge=charge, amount=100)
    listed = stripe.get("/v1/refunds", limit=2)
    assert (listed.count, listed.has_more) == (2, True)
    assert list(listed.body) == ["object", "count", "data", "has_more", "url"]
    assert "count" not in stripe.get(f"/v1/charges/{charge}/refunds").body
