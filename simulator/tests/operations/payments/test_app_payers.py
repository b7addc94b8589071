"""BLIK, MB WAY and PayTo: who agrees in the app, who does not, and after how long."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments.app_payers import BLIK, MB_WAY
from simulator.tests.calls import CARDS_NAMED, PAYER, Reply, Stripe


def asked(stripe: Stripe, kind: str, pay_id: str | None = None, **details: Any) -> Reply:
    """An intent whose payer was asked in the app."""
    own = {"payto": {"pay_id": pay_id}} if kind == "payto" else {}
    options = {"payment_method_options": {"blik": {"code": "123456"}}} if kind == "blik" else {}
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency={"blik": "pln", "mb_way": "eur", "payto": "aud"}[kind],
        payment_method_types=[kind],
        payment_method_data={"type": kind, "billing_details": PAYER | details, **own},
        confirm=True,
        **options,
    )


def read(stripe: Stripe, intent: Reply) -> Reply:
    return stripe.at_version(CARDS_NAMED).get(f"/v1/payment_intents/{intent.id}")


@pytest.mark.parametrize("kind", ["blik", "mb_way"])
def test_most_payers_agree_by_themselves(stripe: Stripe, kind: str) -> None:
    intent = asked(stripe, kind, phone="+351911111111")
    assert intent.status == "requires_action"
    stripe.advance(seconds=10)
    after = read(stripe, intent)
    assert (after.status, after.amount_received, after.next_action) == ("succeeded", 2500, None)
    assert {"charge.succeeded", "payment_intent.succeeded"} <= set(stripe.types())


@pytest.mark.parametrize(
    ("name", "code", "seconds"),
    [
        ("invalid_code", "payment_method_invalid_parameter", 3),
        ("expired_code", "payment_method_invalid_parameter", 3),
        ("limit_exceeded", "payment_method_provider_decline", 8),
        ("insufficient_funds", "payment_method_provider_decline", 8),
        ("customer_declined", "payment_method_provider_decline", 8),
        ("bank_declined", "payment_method_provider_decline", 8),
        ("blik_declined", "payment_method_provider_decline", 8),
        ("customer_timeout", "payment_method_provider_timeout", 60),
        ("bank_timeout", "payment_method_provider_timeout", 60),
        ("blik_timeout", "payment_method_provider_timeout", 60),
    ],
)
def test_an_email_says_how_blik_ends(stripe: Stripe, name: str, code: str, seconds: int) -> None:
    intent = asked(stripe, "blik", email=f"jo.{name}@example.org")
    stripe.advance(seconds=seconds - 1)
    assert read(stripe, intent).status == "requires_action"
    stripe.advance(seconds=1)
    after = read(stripe, intent)
    error = after.last_payment_error
    assert (after.status, error.code) == ("requires_payment_method", code)
    assert error.message == BLIK[name].message
    assert stripe.types()[-1] == "payment_intent.payment_failed"


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("+351911111113", "payment_method_not_available"),
        ("+351911111114", "payment_method_provider_decline"),
        ("+351911111115", "payment_intent_payment_attempt_expired"),
        ("+351 911 111 116", "payment_method_customer_decline"),
    ],
)
def test_a_telephone_number_says_how_mb_way_ends(stripe: Stripe, phone: str, code: str) -> None:
    intent = asked(stripe, "mb_way", phone=phone)
    stripe.advance(seconds=3)
    after = read(stripe, intent)
    assert (after.status, after.last_payment_error.code) == ("requires_payment_method", code)


def test_one_payer_of_mb_way_takes_half_a_minute(stripe: Stripe) -> None:
    intent = asked(stripe, "mb_way", phone="+351911111112")
    stripe.advance(seconds=29)
    assert read(stripe, intent).status == "requires_action"
    stripe.advance(seconds=1)
    assert read(stripe, intent).status == "succeeded"


def test_mb_way_sends_nobody_anywhere(stripe: Stripe) -> None:
    intent = asked(stripe, "mb_way", phone=next(iter(MB_WAY)))
    action = {"mb_way_await_authorization": {}, "type": "mb_way_await_authorization"}
    assert (intent.status, intent.next_action) == ("requires_action", action)


def test_who_has_canceled_is_not_charged(stripe: Stripe) -> None:
    intent = asked(stripe, "blik")
    stripe.post(f"/v1/payment_intents/{intent.id}/cancel")
    stripe.advance(minutes=5)
    assert (read(stripe, intent).status, read(stripe, intent).latest_charge) == ("canceled", None)


def test_payto_is_agreed_to_then_taken_in_then_paid(stripe: Stripe) -> None:
    intent = asked(stripe, "payto", pay_id="jo+succeed@example.org")
    assert intent.next_action.type == "payto_await_authorization"
    stripe.advance(seconds=59)
    assert read(stripe, intent).status == "requires_action"
    stripe.advance(seconds=1)
    assert read(stripe, intent).status == "processing"
    stripe.advance(seconds=2)
    after = read(stripe, intent)
    assert (after.status, after.amount_received) == ("succeeded", 2500)


@pytest.mark.parametrize(
    ("name", "seconds", "meanwhile", "decline_code"),
    [
        ("decline", 60, "requires_action", "invalid_authorization"),
        ("expire", 300, "requires_action", "generic_decline"),
        ("insufficient_funds", 62, "processing", "insufficient_funds"),
    ],
)
def test_a_payid_says_how_payto_fails(
    stripe: Stripe, name: str, seconds: int, meanwhile: str, decline_code: str
) -> None:
    intent = asked(stripe, "payto", pay_id=f"jo+{name}@example.org")
    stripe.advance(seconds=seconds - 1)
    assert read(stripe, intent).status == meanwhile
    stripe.advance(seconds=1)
    after = read(stripe, intent)
    error = after.last_payment_error
    assert after.status == "requires_payment_method"
    assert (error.code, error.decline_code) == ("payment_method_provider_decline", decline_code)
