"""ConfirmationTokens: what a payer typed, handed to the server to confirm with."""

from __future__ import annotations

from typing import Any

from simulator.tests.calls import Reply, Stripe

TOKENS = "/v1/test_helpers/confirmation_tokens"


def token(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post(TOKENS, **{"payment_method": "pm_card_visa", **params})


def test_a_token_previews_its_payment_method(stripe: Stripe) -> None:
    made = token(stripe, return_url="https://shop.example/back")
    assert made.id.startswith("ctoken_1")
    assert made.expires_at == stripe.now + 12 * 3600
    preview = made.payment_method_preview
    assert (preview.type, preview.card.last4, preview.customer) == ("card", "4242", None)
    assert "id" not in preview
    assert stripe.get(f"/v1/confirmation_tokens/{made.id}").body == made.body


def test_a_payment_is_confirmed_with_a_token(stripe: Stripe) -> None:
    made = token(stripe, setup_future_usage="off_session")
    intent = stripe.intent(confirmation_token=made.id, confirm=True)
    assert (intent.status, intent.setup_future_usage) == ("succeeded", "off_session")
    spent = stripe.get(f"/v1/confirmation_tokens/{made.id}")
    assert (spent.payment_intent, spent.expires_at) == (intent.id, None)


def test_a_setup_is_confirmed_with_a_token(stripe: Stripe) -> None:
    made = token(stripe, return_url="https://shop.example/back")
    intent = stripe.post("/v1/setup_intents", confirmation_token=made.id, confirm=True)
    assert intent.status == "succeeded"
    assert stripe.get(f"/v1/confirmation_tokens/{made.id}").setup_intent == intent.id


def test_what_the_token_says_is_written_on_the_intent(stripe: Stripe) -> None:
    made = token(
        stripe,
        payment_method="pm_card_authenticationRequired",
        return_url="https://shop.example/back",
        shipping={"name": "Jo", "address": {"line1": "1 High Street"}},
    )
    intent = stripe.intent()
    after = stripe.post(f"/v1/payment_intents/{intent.id}/confirm", confirmation_token=made.id)
    assert (made.use_stripe_sdk, after.next_action.type) == (True, "use_stripe_sdk")
    assert after.shipping.name == "Jo"


def test_what_the_request_says_goes_before_what_the_token_says(stripe: Stripe) -> None:
    back = "https://shop.example/back"
    asking = token(stripe, payment_method="pm_card_authenticationRequired", return_url=back)
    intent = stripe.intent(confirmation_token=asking.id, use_stripe_sdk=False, confirm=True)
    assert intent.next_action.redirect_to_url.return_url == back


def test_a_token_confirms_one_intent(stripe: Stripe) -> None:
    made = token(stripe)
    stripe.intent(confirmation_token=made.id, confirm=True)
    refused = stripe.intent(confirmation_token=made.id, confirm=True)
    assert refused.http == 400
    assert made.id in refused.error.message


def test_a_token_lasts_for_twelve_hours(stripe: Stripe) -> None:
    made = token(stripe)
    stripe.advance(hours=12)
    refused = stripe.intent(confirmation_token=made.id, confirm=True)
    assert "has expired" in refused.error.message


def test_a_token_that_is_not_there_is_refused_by_name(stripe: Stripe) -> None:
    refused = stripe.intent(confirmation_token="ctoken_x", confirm=True)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "resource_missing",
        "confirmation_token",
    )
    path = stripe.get("/v1/confirmation_tokens/ctoken_x")
    assert path.refusal == (
        404,
        "invalid_request_error",
        "resource_missing",
        "confirmation_token",
    )


def test_a_token_stands_for_a_payment_method(stripe: Stripe) -> None:
    assert stripe.post(TOKENS).http == 400
