"""Which cards are presented, and what their issuers say."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.tills import a_reader, in_person, paid_in_person, present, process

pytestmark = pytest.mark.usefixtures("balanced")


@pytest.mark.parametrize(
    ("number", "code", "decline_code"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000009987", "card_declined", "lost_card"),
        ("4000000000009979", "card_declined", "stolen_card"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000119", "processing_error", "processing_error"),
    ],
)
def test_a_card_that_is_declined(stripe: Stripe, number: str, code: str, decline_code: str) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    stripe.told()
    action = present(stripe, id, number).action
    assert (action.status, action.failure_code) == ("failed", code)
    assert action.failure_message == action.api_error.message
    failed = stripe.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"])
    assert (failed.status, failed.payment_method) == ("requires_payment_method", None)
    error = failed.last_payment_error
    assert (error.code, error.decline_code) == (code, decline_code)
    assert error.payment_method.type == "card_present"
    assert failed.latest_charge.status == "failed"
    assert stripe.types() == [
        "charge.failed",
        "payment_intent.payment_failed",
        "terminal.reader.action_failed",
    ]


def test_the_next_card_pays_the_same_intent(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    present(stripe, id, "4000000000009995")
    assert process(stripe, id, intent).action.status == "in_progress"
    present(stripe, id)
    paid = stripe.get(f"/v1/payment_intents/{intent.id}")
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


@pytest.mark.parametrize(
    ("amount", "decline_code"),
    [
        (1001, "call_issuer"),
        (1005, "generic_decline"),
        (1055, "incorrect_pin"),
        (1060, "online_or_offline_pin_required"),
        (1065, "withdrawal_count_limit_exceeded"),
        (1075, "pin_try_exceeded"),
    ],
)
def test_a_test_amount_is_declined(stripe: Stripe, amount: int, decline_code: str) -> None:
    failed = paid_in_person(stripe, amount=amount)
    assert failed.last_payment_error.decline_code == decline_code
    assert paid_in_person(stripe, amount=amount - amount % 100).status == "succeeded"


def test_amounts_in_a_currency_without_cents_are_no_test_amounts(stripe: Stripe) -> None:
    assert paid_in_person(stripe, amount=1005, currency="jpy").status == "succeeded"


@pytest.mark.parametrize(
    ("number", "amount", "verified"),
    [
        ("4001007020000002", 2500, "offline_pin"),
        ("4000008260000075", 2500, "offline_pin"),
        ("4001000360000005", 2500, "online_pin"),
        ("4000002760000008", 2500, "online_pin"),
        ("4242424242424242", 2502, "offline_pin"),
        ("4242424242424242", 2503, "online_pin"),
        ("4242424242424242", 2500, "approval"),
    ],
)
def test_who_holds_the_card_is_verified(
    stripe: Stripe, number: str, amount: int, verified: str
) -> None:
    card = paid_in_person(stripe, number, amount=amount).latest_charge.payment_method_details
    receipt = card.card_present.receipt
    assert receipt.cardholder_verification_method == verified


def test_a_card_that_is_none_of_stripes_is_declined(stripe: Stripe) -> None:
    failed = paid_in_person(stripe, "4929939187355598")
    assert failed.last_payment_error.decline_code == "test_mode_live_card"


def test_a_refund_of_the_card_whose_refunds_fail_comes_back(stripe: Stripe) -> None:
    paid = paid_in_person(stripe, "4000000000005126")
    refund = stripe.post("/v1/refunds", payment_intent=paid.id)
    assert refund.status == "succeeded"
    stripe.advance(minutes=2)
    failed = stripe.get(f"/v1/refunds/{refund.id}")
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")


def test_a_payment_at_a_reader_is_disputed_like_any_card(stripe: Stripe) -> None:
    paid = paid_in_person(stripe, "4000000000000259")
    dispute = stripe.get("/v1/disputes", payment_intent=paid.id).data[0]
    details = dispute.payment_method_details
    assert (details.type, details.card.brand, details.card.network) == ("card", "visa", "visa")


def test_only_what_the_intent_takes_is_presented(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    process(stripe, id, in_person(stripe))
    assert present(stripe, id, type="interac_present").error.param == "type"
