"""Authorizations run out: when, by brand and by who began, and what is left then."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe

INTENTS = "/v1/payment_intents"
DAY = 86_400
ASKED = {"card": {"request_extended_authorization": "if_available"}}


@pytest.mark.parametrize(
    ("method", "given", "held_for"),
    [
        ("pm_card_visa", {}, 7 * DAY),
        ("pm_card_visa", {"off_session": True}, 4 * DAY + 18 * 3_600),
        ("pm_card_mastercard", {"off_session": True}, 7 * DAY),
        ("pm_card_amex", {}, 7 * DAY),
        ("pm_card_discover", {}, 7 * DAY),
        ("pm_card_visa", {"payment_method_options": ASKED}, 30 * DAY),
        ("pm_card_mastercard", {"payment_method_options": ASKED}, 30 * DAY),
    ],
)
def test_a_hold_ends_when_its_charge_said(
    stripe: Stripe, method: str, given: dict[str, Any], held_for: int
) -> None:
    intent = stripe.paid(method, capture_method="manual", **given)
    charge = stripe.charge_of(intent)
    assert charge.payment_method_details.card.capture_before == charge.created + held_for
    stripe.advance(seconds=held_for - 1)
    assert stripe.get(f"{INTENTS}/{intent.id}").status == "requires_capture"
    stripe.advance(seconds=1)
    assert stripe.get(f"{INTENTS}/{intent.id}").status == "canceled"


@pytest.mark.parametrize(
    ("kind", "days"), [("affirm", 30), ("afterpay_clearpay", 13), ("klarna", 28), ("cashapp", 7)]
)
def test_each_kind_is_held_as_long_as_it_is(stripe: Stripe, kind: str, days: int) -> None:
    intent = stripe.intent(
        amount=6000,
        capture_method="manual",
        confirm=True,
        payment_method_types=[kind],
        payment_method_data={
            "type": kind,
            "billing_details": {
                "name": "Jo Doe",
                "email": "jo@example.org",
                "address": {"country": "US", "line1": "1 Main St", "postal_code": "94111"},
            },
        },
        return_url="https://shop.example/back",
        shipping={"name": "Jo", "address": {"country": "US", "line1": "1 Main St"}},
    )
    stripe.challenge(intent, passed=True)
    stripe.advance(seconds=days * DAY - 1)
    assert stripe.get(f"{INTENTS}/{intent.id}").status == "requires_capture"
    stripe.advance(seconds=1)
    assert stripe.get(f"{INTENTS}/{intent.id}").status == "canceled"


def test_yen_are_held_for_a_month_in_japan(stripe: Stripe) -> None:
    stripe.account.country = "JP"
    for method, currency, days in (
        ("pm_card_visa", "jpy", 30),
        ("pm_card_amex", "jpy", 7),
        ("pm_card_visa", "usd", 7),
    ):
        charge = stripe.charge_of(
            stripe.paid(method, capture_method="manual", amount=5000, currency=currency)
        )
        held_until = charge.payment_method_details.card.capture_before
        assert held_until == charge.created + days * DAY, (method, currency)


def test_extended_authorization_has_to_be_asked_for(stripe: Stripe) -> None:
    plain = stripe.charge_of(stripe.held()).payment_method_details.card
    assert plain.extended_authorization == {"status": "disabled"}
    asked = stripe.charge_of(stripe.held(payment_method_options=ASKED)).payment_method_details.card
    assert asked.extended_authorization == {"status": "enabled"}


def test_an_expired_hold_is_let_go(stripe: Stripe) -> None:
    intent = stripe.held()
    stripe.told()
    stripe.advance(days=7)
    after = stripe.get(f"{INTENTS}/{intent.id}")
    assert (after.status, after.cancellation_reason) == ("canceled", "expired")
    assert (after.canceled_at, after.amount_capturable) == (stripe.now, 0)
    charge = stripe.charge_of(after)
    assert (charge.captured, charge.refunded, charge.amount_refunded) == (False, False, 0)
    assert stripe.get("/v1/refunds", charge=charge.id).data == []
    expired, canceled = stripe.told()
    assert (expired.type, canceled.type) == ("charge.expired", "payment_intent.canceled")
    assert expired.request == canceled.request == {"id": None, "idempotency_key": None}


def test_what_has_expired_cannot_be_captured(stripe: Stripe) -> None:
    intent = stripe.held()
    stripe.advance(days=7)
    refused = stripe.post(f"{INTENTS}/{intent.id}/capture")
    assert refused.error.message == (
        "This PaymentIntent could not be captured because it has a status of canceled. Only a"
        " PaymentIntent with one of the following statuses may be captured: requires_capture."
    )


def test_what_was_captured_does_not_expire(stripe: Stripe) -> None:
    intent = stripe.held()
    stripe.post(f"{INTENTS}/{intent.id}/capture")
    stripe.told()
    stripe.advance(days=8)
    assert stripe.types() == []
