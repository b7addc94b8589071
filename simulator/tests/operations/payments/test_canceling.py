"""Canceling: from where it is possible, what it lets go of, and what it says where it is not."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

INTENTS = "/v1/payment_intents"
CANCELABLE = (
    "requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation,"
    " requires_action, expired, processing"
)


@pytest.mark.parametrize(
    "status", ["requires_payment_method", "requires_confirmation", "requires_action"]
)
def test_what_is_not_paid_can_be_canceled(stripe: Stripe, status: str) -> None:
    intent = stripe.intent_in(status)
    stripe.told()
    after = stripe.post(f"{INTENTS}/{intent.id}/cancel", cancellation_reason="abandoned")
    assert (after.http, after.status) == (200, "canceled")
    assert (after.canceled_at, after.cancellation_reason) == (stripe.now, "abandoned")
    assert (after.amount_capturable, after.next_action) == (0, None)
    assert (after.payment_method, after.client_secret) == (
        intent.payment_method,
        intent.client_secret,
    )
    assert stripe.types() == ["payment_intent.canceled"]


def test_canceling_a_hold_releases_it(stripe: Stripe) -> None:
    intent = stripe.held()
    after = stripe.post(
        f"{INTENTS}/{intent.id}/cancel", cancellation_reason="requested_by_customer"
    )
    assert (after.status, after.latest_charge) == ("canceled", intent.latest_charge)
    charge = stripe.charge_of(after)
    assert (charge.status, charge.captured, charge.refunded) == ("succeeded", False, False)
    assert (charge.amount_refunded, charge.balance_transaction) == (0, None)
    assert stripe.get("/v1/refunds", charge=charge.id).data == []


def test_without_a_reason_none_is_shown(stripe: Stripe) -> None:
    after = stripe.post(f"{INTENTS}/{stripe.intent().id}/cancel")
    assert after.cancellation_reason is None


def test_only_four_reasons_are_the_shops_to_give(stripe: Stripe) -> None:
    refused = stripe.post(f"{INTENTS}/{stripe.intent().id}/cancel", cancellation_reason="automatic")
    assert refused.refusal == (400, "invalid_request_error", None, "cancellation_reason")
    assert refused.error.message.startswith("Invalid cancellation_reason: must be one of ")
    assert refused.error.message.count(",") == 3
    assert ", or " in refused.error.message


@pytest.mark.parametrize("status", ["succeeded", "canceled"])
def test_what_is_over_is_not_canceled(stripe: Stripe, status: str) -> None:
    refused = stripe.post(f"{INTENTS}/{stripe.intent_in(status).id}/cancel")
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "payment_intent_unexpected_state",
        None,
    )
    assert refused.error.message == (
        f"You cannot cancel this PaymentIntent because it has a status of {status}. Only a"
        f" PaymentIntent with one of the following statuses may be canceled: {CANCELABLE}."
    )
    assert refused.error.payment_intent.status == status


def test_older_versions_name_fewer_statuses(stripe: Stripe) -> None:
    intent = stripe.paid()
    refused = stripe.at_version("2023-10-16").post(f"{INTENTS}/{intent.id}/cancel")
    assert refused.error.message.endswith(
        "may be canceled: requires_payment_method, requires_capture, requires_confirmation,"
        " requires_action, processing."
    )


def test_a_canceled_hold_does_not_expire_as_well(stripe: Stripe) -> None:
    intent = stripe.held()
    stripe.post(f"{INTENTS}/{intent.id}/cancel")
    stripe.told()
    stripe.advance(days=8)
    assert stripe.types() == []
