"""What a publishable key gets to see."""

from __future__ import annotations

from simulator.tests.calls import Stripe

CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2034, "cvc": "123"}


def test_a_page_is_not_told_what_the_bank_said_of_a_card(stripe: Stripe) -> None:
    method = stripe.in_browser.post(
        "/v1/payment_methods",
        type="card",
        card=CARD,
        billing_details={"address": {"line1": "1 Main St", "postal_code": "94107"}},
    )
    seen = method.card.checks
    assert seen == dict.fromkeys(("address_line1_check", "address_postal_code_check", "cvc_check"))
    assert "fingerprint" not in method.card
    whole = stripe.get(f"/v1/payment_methods/{method.id}").card.checks
    assert set(whole.values()) == {"unchecked"}


def test_a_page_is_shown_no_options_of_a_card(stripe: Stripe) -> None:
    intent = stripe.intent()
    path = f"/v1/payment_intents/{intent.id}"
    assert intent.payment_method_options.card.request_three_d_secure == "automatic"
    seen = stripe.in_browser.get(path, client_secret=intent.client_secret)
    assert "payment_method_options" not in seen.body


def test_a_page_is_shown_how_a_bank_account_is_verified(stripe: Stripe) -> None:
    options = {"us_bank_account": {"verification_method": "microdeposits"}}
    intent = stripe.intent(
        payment_method_types=["card", "us_bank_account"], payment_method_options=options
    )
    path = f"/v1/payment_intents/{intent.id}"
    seen = stripe.in_browser.get(path, client_secret=intent.client_secret)
    assert seen.payment_method_options == options
