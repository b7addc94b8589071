"""A setup that asks the cardholder, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe
from simulator.tests.operations.setups.test_setup_intents import act

SETUPS = "/v1/setup_intents"


def setup(stripe: Stripe, **params: Any) -> Reply:
    """A SetupIntent for cards."""
    return stripe.at_version(CARDS_NAMED).post(SETUPS, payment_method_types=["card"], **params)


def confirmed(stripe: Stripe, card: str = "pm_card_visa", **params: Any) -> Reply:
    return setup(stripe, payment_method=card, confirm=True, **params)


@pytest.mark.parametrize(
    "card",
    [
        "pm_card_authenticationRequiredOnSetup",
        "pm_card_authenticationRequired",
        "pm_card_threeDSecure2Required",
        "pm_card_authenticationRequiredSetupForOffSession",
        "pm_card_in",
    ],
)
def test_some_cards_ask_for_authentication(stripe: Stripe, card: str) -> None:
    intent = confirmed(stripe, card)
    assert intent.status == "requires_action"
    assert intent.next_action.type == "use_stripe_sdk"
    attempt = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data[0]
    assert attempt.status == "requires_action"
    assert stripe.types()[-1] == "setup_intent.requires_action"


def test_with_a_return_url_the_payer_is_sent_to_a_page(stripe: Stripe) -> None:
    intent = confirmed(
        stripe, "pm_card_authenticationRequired", return_url="https://shop.example/back"
    )
    action = intent.next_action
    assert action.type == "redirect_to_url"
    assert action.redirect_to_url.return_url == "https://shop.example/back"
    assert f"setup_intent={intent.id}" in action.redirect_to_url.url


def test_a_card_that_was_authenticated_pays_off_session_from_then_on(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    intent = confirmed(stripe, "pm_card_authenticationRequiredOnSetup", customer=customer)
    act(stripe, intent, passed=True)
    after = stripe.get(f"{SETUPS}/{intent.id}")
    assert (after.status, after.next_action) == ("succeeded", None)
    assert stripe.get(f"/v1/payment_methods/{after.payment_method}").customer == customer
    paid = stripe.paid(after.payment_method, customer=customer, off_session=True)
    assert paid.status == "succeeded"


@pytest.mark.parametrize(
    ("passed", "result", "reason"), [(True, "authenticated", None), (False, "failed", "rejected")]
)
def test_an_attempt_tells_how_its_challenge_ended(
    stripe: Stripe, passed: bool, result: str, reason: str | None
) -> None:
    intent = confirmed(stripe, "pm_card_threeDSecure2Required")
    (attempt,) = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data
    assert attempt.payment_method_details.card.three_d_secure is None
    act(stripe, intent, passed=passed)
    (attempt,) = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data
    secure = attempt.payment_method_details.card.three_d_secure
    assert (secure.result, secure.result_reason) == (result, reason)
    assert "exemption_indicator" not in secure


@pytest.mark.parametrize(
    ("card", "asked", "result"),
    [
        ("pm_card_visa", "any", "attempt_acknowledged"),
        ("pm_card_visa", "automatic", None),
        ("pm_card_amex_threeDSecureNotSupported", "any", None),
    ],
)
def test_an_attempt_tells_what_came_of_asking_for_3d_secure(
    stripe: Stripe, card: str, asked: str, result: str | None
) -> None:
    options = {"card": {"request_three_d_secure": asked}}
    intent = confirmed(stripe, card, payment_method_options=options, expand=["latest_attempt"])
    assert intent.status == "succeeded"
    secure = intent.latest_attempt.payment_method_details.card.three_d_secure
    assert (secure and secure.result) == result
    assert "exemption_indicator" not in (secure or {})


def test_a_passed_challenge_has_the_address_checked_as_well(stripe: Stripe) -> None:
    details = {"address": {"line1": "1 Main Street", "postal_code": "94110"}}
    card = {"token": "tok_threeDSecure2Required"}
    method = stripe.post("/v1/payment_methods", type="card", card=card, billing_details=details)
    intent = confirmed(stripe, method.id)
    act(stripe, intent, passed=True)
    assert stripe.get(f"/v1/payment_methods/{method.id}").card.checks == {
        "address_line1_check": "pass",
        "address_postal_code_check": "pass",
        "cvc_check": "pass",
    }


def test_a_failed_challenge_wants_another_payment_method(stripe: Stripe) -> None:
    intent = confirmed(stripe, "pm_card_authenticationRequired")
    act(stripe, intent, passed=False)
    after = stripe.get(f"{SETUPS}/{intent.id}")
    assert (after.status, after.payment_method) == ("requires_payment_method", None)
    assert after.last_setup_error.code == "setup_intent_authentication_failure"
    assert stripe.types()[-1] == "setup_intent.setup_failed"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("4000003560000008", "three_d_secure_redirect"),
        ("4000002500003155", "three_d_secure_redirect"),
        ("4000000000003220", "stripe_3ds2_fingerprint"),
    ],
)
def test_stripe_js_is_told_how_to_show_the_challenge(
    stripe: Stripe, number: str, shown: str
) -> None:
    card = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    method = stripe.in_browser.post("/v1/payment_methods", type="card", card=card).id
    intent = stripe.at_version("2023-10-16").post(
        SETUPS, payment_method_types=["card"], payment_method=method, confirm=True
    )
    assert intent.next_action.use_stripe_sdk.type == shown
    newer = stripe.in_browser.post("/v1/payment_methods", type="card", card=card).id
    action = confirmed(stripe, newer).next_action
    assert action.use_stripe_sdk.type == "stripe_3ds2_fingerprint"


def test_who_asks_for_the_sdk_is_not_sent_to_a_page(stripe: Stripe) -> None:
    intent = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        payment_method_types=["card"],
        payment_method="pm_card_threeDSecure2Required",
        return_url="https://shop.example/back",
        use_stripe_sdk=True,
        confirm=True,
    )
    assert intent.next_action.type == "use_stripe_sdk"
