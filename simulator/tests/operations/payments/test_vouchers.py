"""Vouchers and Pix codes: until when they can be paid, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, PAYER, Reply, Stripe, describing

CURRENCIES = {"boleto": "brl", "konbini": "jpy", "multibanco": "eur", "oxxo": "mxn", "pix": "brl"}
KINDS = sorted(CURRENCIES)
EXPIRED = "payment_intent_payment_attempt_expired"


def awaited(
    stripe: Stripe, kind: str, email: str = "jo@example.org", options: dict[str, Any] | None = None
) -> Reply:
    """An intent whose payer with this e-mail was shown what to pay."""
    data = describing(kind) | {"billing_details": {**PAYER, "email": email}}
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency=CURRENCIES[kind],
        payment_method_types=[kind],
        payment_method_data=data,
        confirm=True,
        **({"payment_method_options": {kind: options}} if options else {}),
    )


def until(intent: Reply) -> int:
    """Until when it can be paid."""
    shown = intent.next_action[intent.next_action.type]
    return int(shown.get("expires_at") or shown["expires_after"])


def read(stripe: Stripe, intent: Reply) -> Reply:
    return stripe.at_version(CARDS_NAMED).get(f"/v1/payment_intents/{intent.id}")


@pytest.mark.parametrize(("kind", "hours"), [("boleto", -3), ("konbini", 9), ("oxxo", -6)])
@pytest.mark.parametrize("days", [None, 2])
def test_a_voucher_can_be_paid_until_a_day_ends_where_it_is_paid(
    stripe: Stripe, kind: str, hours: int, days: int | None
) -> None:
    said = {} if days is None else {"expires_after_days": days}
    there = timezone(timedelta(hours=hours))
    today = datetime.fromtimestamp(stripe.now, UTC).astimezone(there).date()
    ends = datetime.fromtimestamp(until(awaited(stripe, kind, options=said)), UTC).astimezone(there)
    assert ends.date() == today + timedelta(days=days or 3)
    assert (ends.hour, ends.minute, ends.second) == (23, 59, 59)


def test_a_pix_code_can_be_paid_for_four_hours_or_as_long_as_was_asked(stripe: Stripe) -> None:
    assert until(awaited(stripe, "pix")) == stripe.now + 4 * 3600
    assert until(awaited(stripe, "pix", options={"expires_after_seconds": 90})) == stripe.now + 90
    assert until(awaited(stripe, "pix", options={"expires_at": stripe.now + 70})) == stripe.now + 70


def test_konbini_can_be_paid_until_the_second_that_was_asked_for(stripe: Stripe) -> None:
    at = stripe.now + 86_400
    assert until(awaited(stripe, "konbini", options={"expires_at": at})) == at


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("konbini", ["expires_after_days", "expires_at"]),
        ("pix", ["expires_after_seconds", "expires_at"]),
    ],
)
def test_only_one_way_to_say_when_it_expires_is_taken(
    stripe: Stripe, kind: str, names: list[str]
) -> None:
    refused = awaited(stripe, kind, options=dict(zip(names, (60, stripe.now + 90), strict=True)))
    paths = ", ".join(f"payment_method_options[{kind}][{name}]" for name in names)
    assert refused.error.message == f"You may only specify one of these parameters: {paths}."


@pytest.mark.parametrize("kind", KINDS)
def test_most_payers_pay_after_three_minutes(stripe: Stripe, kind: str) -> None:
    intent = awaited(stripe, kind)
    stripe.advance(seconds=179)
    assert read(stripe, intent).status == "requires_action"
    stripe.advance(seconds=1)
    assert read(stripe, intent).status == "succeeded"


@pytest.mark.parametrize("kind", KINDS)
def test_a_payer_can_pay_at_once(stripe: Stripe, kind: str) -> None:
    intent = awaited(stripe, kind, "jo.succeed_immediately@example.org")
    stripe.advance(seconds=10)
    assert read(stripe, intent).status == "succeeded"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("email", "lasts", "ends_after"),
    [("expire_immediately@example.org", 0, 10), ("expire_with_delay@example.org", 180, 180)],
)
def test_a_payer_can_let_it_expire_whatever_was_asked(
    stripe: Stripe, kind: str, email: str, lasts: int, ends_after: int
) -> None:
    intent = awaited(stripe, kind, email)
    assert until(intent) == stripe.now + lasts
    stripe.advance(seconds=ends_after)
    after = read(stripe, intent)
    assert after.status == "requires_payment_method"
    assert (after.last_payment_error.code, after.next_action) == (EXPIRED, None)
    assert after.last_payment_error.payment_method.type == kind
    assert [type for type in stripe.types() if type.startswith("payment_intent.")] == [
        "payment_intent.created",
        "payment_intent.requires_action",
        "payment_intent.payment_failed",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_never_paid_expires_when_it_was_to(stripe: Stripe, kind: str) -> None:
    intent = awaited(stripe, kind, "fill_never@example.org")
    stripe.advance(seconds=until(intent) - stripe.now - 1)
    assert read(stripe, intent).status == "requires_action"
    stripe.advance(seconds=1)
    assert read(stripe, intent).last_payment_error.code == EXPIRED


def test_what_was_shown_before_counts_no_more_once_something_else_is_shown(stripe: Stripe) -> None:
    intent = awaited(stripe, "oxxo", "expire_with_delay@example.org")
    stripe.advance(seconds=60)
    data = describing("oxxo") | {"billing_details": {**PAYER, "email": "fill_never@example.org"}}
    stripe.at_version(CARDS_NAMED).post(
        f"/v1/payment_intents/{intent.id}/confirm", payment_method_data=data
    )
    stripe.advance(seconds=600)
    assert read(stripe, intent).status == "requires_action"


@pytest.mark.parametrize(
    ("number", "after", "status"),
    [
        ("11111111110", 180, "succeeded"),
        ("22222222220", 10, "succeeded"),
        ("33333333330", 10, "requires_payment_method"),
        ("44444444440", 180, "requires_payment_method"),
        ("55555555550", 86_400, "requires_action"),
    ],
)
def test_a_number_for_the_store_counts_before_the_e_mail(
    stripe: Stripe, number: str, after: int, status: str
) -> None:
    intent = awaited(
        stripe, "konbini", "jo.fill_never@example.org", options={"confirmation_number": number}
    )
    for store in intent.next_action.konbini_display_details.stores.values():
        assert store["confirmation_number"] == number
    stripe.advance(seconds=after)
    assert read(stripe, intent).status == status


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("01234567890", "payment_intent_konbini_rejected_confirmation_number"),
        ("00000000000", "payment_method_invalid_parameter"),
        ("123456789", "payment_method_invalid_parameter"),
    ],
)
def test_a_number_that_no_store_takes_is_refused(stripe: Stripe, number: str, code: str) -> None:
    refused = awaited(stripe, "konbini", options={"confirmation_number": number})
    path = "payment_method_options[konbini][confirmation_number]"
    assert refused.refusal == (400, "invalid_request_error", code, path)
