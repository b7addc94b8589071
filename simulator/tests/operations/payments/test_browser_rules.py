"""What Stripe.js is refused, and the server is not."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

INTENTS = "/v1/payment_intents"
HOME = {"name": "Jo Example", "address": {"line1": "1 Long Street", "country": "US"}}
WORK = HOME | {"address": {"line1": "2 Short Street", "country": "US"}}


def confirmed_in_browser(stripe: Stripe, intent: Reply, **params: Any) -> Reply:
    path = f"{INTENTS}/{intent.id}/confirm"
    return stripe.in_browser.post(path, client_secret=intent.client_secret, **params)


def test_a_browser_cannot_confirm_what_the_server_confirms(stripe: Stripe) -> None:
    intent = stripe.intent(confirmation_method="manual", payment_method="pm_card_visa")
    refused = confirmed_in_browser(stripe, intent)
    assert refused.http == 400
    assert refused.error.message == (
        f"This PaymentIntent {intent.id} cannot be confirmed using your publishable key because its"
        " `confirmation_method` is set to `manual`. Please use your secret key instead, or create a"
        " PaymentIntent with `confirmation_method` set to `automatic`."
    )
    assert stripe.post(f"{INTENTS}/{intent.id}/confirm").status == "succeeded"


def test_a_browser_does_not_send_the_goods_elsewhere(stripe: Stripe) -> None:
    intent = stripe.intent(payment_method="pm_card_visa", shipping=HOME)
    refused = confirmed_in_browser(stripe, intent, shipping=WORK)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "payment_intent_invalid_parameter",
        "shipping",
    )
    assert refused.error.message == (
        "The shipping information on this PaymentIntent was last set with a secret key and"
        " therefore cannot be changed with a publishable key. Please use your secret key instead."
    )
    assert confirmed_in_browser(stripe, intent, shipping=HOME).status == "succeeded"


def test_a_browser_may_think_again_about_what_it_said_itself(stripe: Stripe) -> None:
    intent = stripe.intent()
    declined = confirmed_in_browser(
        stripe, intent, shipping=HOME, payment_method="pm_card_visa_chargeDeclined"
    )
    assert declined.http == 402
    paid = confirmed_in_browser(stripe, intent, shipping=WORK, payment_method="pm_card_visa")
    assert paid.shipping.address.line1 == "2 Short Street"


@pytest.mark.parametrize(
    ("before", "said", "http"),
    [
        ("off_session", "on_session", 400),
        ("on_session", "off_session", 200),
        ("off_session", "off_session", 200),
        (None, "on_session", 200),
    ],
)
def test_a_browser_can_only_widen_for_what_a_card_is_kept(
    stripe: Stripe, before: str | None, said: str, http: int
) -> None:
    usage = {"setup_future_usage": before} if before else {}
    intent = stripe.intent(payment_method="pm_card_visa", **usage)
    assert confirmed_in_browser(stripe, intent, setup_future_usage=said).http == http
