"""What is held is taken: whole, in part, more than once, or more than was held."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

INTENTS = "/v1/payment_intents"
ASKED = {"card": {"request_multicapture": "if_available"}}


def capture(stripe: Stripe, intent: Any, **params: Any) -> Reply:
    return stripe.post(f"{INTENTS}/{intent.id}/capture", **params)


def test_all_of_it_is_taken_where_nothing_is_said(stripe: Stripe) -> None:
    intent = capture(stripe, stripe.held())
    assert (intent.http, intent.status) == (200, "succeeded")
    assert (intent.amount_received, intent.amount_capturable) == (2500, 0)
    charge = stripe.charge_of(intent)
    assert (charge.captured, charge.amount_captured) == (True, 2500)
    assert charge.balance_transaction.startswith("txn_3")
    assert "capture_before" in charge.payment_method_details.card


def test_what_is_not_taken_is_released_and_not_refunded(stripe: Stripe) -> None:
    intent = capture(stripe, stripe.held(amount=6500), amount_to_capture=5000)
    assert (intent.status, intent.amount, intent.amount_received) == ("succeeded", 6500, 5000)
    assert intent.amount_capturable == 0
    charge = stripe.charge_of(intent)
    assert (charge.amount, charge.amount_captured) == (6500, 5000)
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    transaction = stripe.get(f"/v1/balance_transactions/{charge.balance_transaction}")
    assert (transaction.amount, transaction.fee, transaction.net) == (5000, 175, 4825)
    assert stripe.get("/v1/refunds", charge=charge.id).data == []


RELEASED = (
    "The remaining amount on this PaymentIntent could not be captured because the remainder of the"
    " authorized amount has been released."
)


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2026-10-28.endive", RELEASED),
        (
            "2023-10-16",
            "This PaymentIntent could not be captured because it has already been captured.",
        ),
    ],
)
def test_nothing_is_captured_twice(stripe: Stripe, version: str, message: str) -> None:
    intent = capture(stripe, stripe.held())
    refused = capture(stripe.at_version(version), intent)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "payment_intent_unexpected_state",
        None,
    )
    assert refused.error.message == message
    assert refused.error.payment_intent.status == "succeeded"


@pytest.mark.parametrize(
    "status",
    [
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
        "processing",
        "canceled",
    ],
)
def test_only_what_is_held_can_be_captured(stripe: Stripe, status: str) -> None:
    refused = capture(stripe, stripe.intent_in(status))
    assert refused.refusal[2] == "payment_intent_unexpected_state"
    assert refused.error.message == (
        f"This PaymentIntent could not be captured because it has a status of {status}. Only a"
        " PaymentIntent with one of the following statuses may be captured: requires_capture."
    )
    assert refused.error.payment_intent.status == status


def test_no_more_can_be_captured_than_was_authorized(stripe: Stripe) -> None:
    refused = capture(stripe, stripe.held(), amount_to_capture=2501)
    assert refused.refusal == (400, "invalid_request_error", "amount_too_large", None)
    assert refused.error.message == (
        "The payment could not be captured because the requested capture amount is greater than the"
        " amount you can capture for this charge. Contact us via https://support.stripe.com/contact/"
        " for help."
    )
    assert refused.error.payment_intent.status == "requires_capture"


def test_nothing_is_too_little_to_capture(stripe: Stripe) -> None:
    refused = capture(stripe, stripe.held(), amount_to_capture=0)
    assert refused.refusal == (400, "invalid_request_error", "parameter_invalid_integer", "amount")
    assert refused.error.message == "This value must be greater than or equal to 1."
    assert "payment_intent" in refused.error


def test_a_negative_capture_is_no_number(stripe: Stripe) -> None:
    refused = capture(stripe, stripe.held(), amount_to_capture=-1)
    assert refused.refusal == (400, "invalid_request_error", None, "amount_to_capture")
    assert refused.error.message == "Invalid non-negative integer"
    assert "payment_intent" in refused.error


def test_a_held_charge_is_captured_through_its_intent(stripe: Stripe) -> None:
    intent = stripe.held()
    refused = stripe.post(f"/v1/charges/{intent.latest_charge}/capture")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        f"This uncaptured Charge was created by a PaymentIntent ({intent.id}). You must capture the"
        " PaymentIntent instead. For more information, see"
        " https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
    )


def test_a_captured_charge_stays_captured(stripe: Stripe) -> None:
    charge = stripe.paid().latest_charge
    refused = stripe.post(f"/v1/charges/{charge}/capture")
    assert refused.refusal == (400, "invalid_request_error", "charge_already_captured", None)
    assert refused.error.message == f"Charge {charge} has already been captured."


def test_metadata_of_a_capture_is_merged_into_the_intent(stripe: Stripe) -> None:
    intent = capture(stripe, stripe.held(metadata={"a": "1"}), metadata={"b": "2"})
    assert intent.metadata == {"a": "1", "b": "2"}


# More than once.


def test_several_captures_have_to_be_asked_for(stripe: Stripe) -> None:
    refused = capture(stripe, stripe.held(), amount_to_capture=1000, final_capture=False)
    assert refused.refusal[:2] == (400, "invalid_request_error")
    assert refused.error.payment_intent.amount_capturable == 2500


def test_captures_that_are_not_final_leave_the_rest_held(stripe: Stripe) -> None:
    intent = stripe.held(amount=10_000, payment_method_options=ASKED)
    details = stripe.charge_of(intent).payment_method_details.card
    assert details.multicapture == {"status": "available"}
    stripe.told()
    first = capture(stripe, intent, amount_to_capture=4000, final_capture=False)
    assert (first.status, first.amount_capturable, first.amount_received) == (
        "requires_capture",
        6000,
        4000,
    )
    last = capture(stripe, intent, amount_to_capture=3000)
    assert (last.status, last.amount_capturable, last.amount_received) == ("succeeded", 0, 7000)
    charge = stripe.charge_of(last)
    assert (charge.amount, charge.amount_captured, charge.amount_refunded) == (10_000, 7000, 0)
    assert charge.captured
    assert stripe.types() == [
        "charge.captured",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ]


def test_the_rest_of_a_multicapture_can_be_canceled(stripe: Stripe) -> None:
    intent = stripe.held(amount=10_000, payment_method_options=ASKED)
    capture(stripe, intent, amount_to_capture=4000, final_capture=False)
    after = stripe.post(f"{INTENTS}/{intent.id}/cancel")
    assert after.http == 200
    assert after.amount_capturable == 0
    assert after.amount_received == 4000
    charge = stripe.charge_of(after)
    assert (charge.captured, charge.amount_captured, charge.amount_refunded) == (True, 4000, 0)


def test_the_rest_of_a_multicapture_is_released_by_capturing_nothing(stripe: Stripe) -> None:
    intent = stripe.held(amount=10_000, payment_method_options=ASKED)
    capture(stripe, intent, amount_to_capture=4000, final_capture=False)
    after = capture(stripe, intent, amount_to_capture=0)
    assert (after.status, after.amount_received, after.amount_capturable) == ("succeeded", 4000, 0)


def test_fifty_captures_are_the_most(stripe: Stripe) -> None:
    intent = stripe.held(amount=10_000, payment_method_options=ASKED)
    for _ in range(49):
        assert capture(stripe, intent, amount_to_capture=1, final_capture=False).http == 200
    assert capture(stripe, intent, amount_to_capture=1, final_capture=False).http == 400
    assert capture(stripe, intent, amount_to_capture=1).amount_received == 50


# More than was held.


def test_overcapture_has_to_be_asked_for(stripe: Stripe) -> None:
    overcapture = stripe.charge_of(stripe.held()).payment_method_details.card.overcapture
    assert overcapture == {"maximum_amount_capturable": 2500, "status": "unavailable"}


def test_more_than_was_held_is_captured_up_to_the_ceiling(stripe: Stripe) -> None:
    asked = {"card": {"request_overcapture": "if_available"}}
    intent = stripe.held(payment_method_options=asked)
    ceiling = stripe.charge_of(intent).payment_method_details.card.overcapture
    assert ceiling.status == "available"
    most = ceiling.maximum_amount_capturable
    assert capture(stripe, intent, amount_to_capture=most + 1).error.code == "amount_too_large"
    after = capture(stripe, intent, amount_to_capture=most)
    assert (after.status, after.amount_received) == ("succeeded", most)
    assert stripe.charge_of(after).amount_captured == most


def test_the_capture_says_what_the_shopper_reads(stripe: Stripe) -> None:
    held = stripe.held()
    path = f"/v1/payment_intents/{held.id}/capture"
    charge = stripe.charge_of(stripe.post(path, statement_descriptor_suffix="ORDER 7"))
    assert charge.statement_descriptor_suffix == "ORDER 7"
    assert charge.calculated_statement_descriptor.endswith("* ORDER 7")


def test_a_card_takes_no_whole_line_at_its_capture(stripe: Stripe) -> None:
    held = stripe.held()
    refused = capture(stripe, held, statement_descriptor="ORDER 7")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    older = stripe.at_version("2023-10-16")
    path = f"/v1/payment_intents/{held.id}/capture"
    assert older.post(path, statement_descriptor="ORDER 7").statement_descriptor == "ORDER 7"
