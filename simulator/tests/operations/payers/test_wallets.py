"""Tokens of the numbers that wallets on a phone give out."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

NUMBER = {"number": "4242424242424242", "exp_month": "9", "exp_year": "2030"}
SIGNED = {"cryptogram": "dGVzdGNyeXB0b2dyYW1YWFhYWFhYWFhYWFg9PQ==", "eci": "05"}


def token(stripe: Stripe, method: str, **card: Any) -> Reply:
    return stripe.post("/v1/tokens", card=NUMBER | SIGNED | {"tokenization_method": method} | card)


@pytest.mark.parametrize(
    ("method", "wallet", "told"),
    [("apple_pay", "apple_pay", {"type": "apple_pay"}), ("android_pay", "google_pay", {})],
)
def test_what_a_wallet_gives_out_pays_as_the_wallet(
    stripe: Stripe, method: str, wallet: str, told: dict[str, str]
) -> None:
    made = token(stripe, method)
    assert (made.card.tokenization_method, made.card.dynamic_last4) == (method, "4242")
    data = {"type": "card", "card": {"token": made.id}}
    paid = stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency="gbp",
        payment_method_types=["card"],
        payment_method_data=data,
        confirm=True,
    )
    assert paid.status == "succeeded"
    shown: dict[str, Any] = {wallet: {}, "dynamic_last4": "4242", "type": wallet}
    assert stripe.get(f"/v1/payment_methods/{paid.payment_method}").card.wallet == shown
    shown[wallet] = told
    assert stripe.charge_of(paid).payment_method_details.card.wallet == shown
    old = stripe.post("/v1/charges", amount=2500, currency="gbp", source=token(stripe, method).id)
    assert old.payment_method_details.card.wallet == shown


def test_a_wallet_signs_what_it_gives_out(stripe: Stripe) -> None:
    unsigned = NUMBER | {"tokenization_method": "android_pay"}
    refused = stripe.post("/v1/tokens", card=unsigned)
    assert refused.http == 400
    assert refused.error.message == (
        "Cards using 'tokenization_method=android_pay' require the 'cryptogram' field to be set."
    )
    assert token(stripe, "android_pay", number="378282246310000").error.code == "incorrect_number"
