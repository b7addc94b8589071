"""A confirmation that asks the cardholder, and what comes of it."""

from __future__ import annotations

import pytest
from cryptography.x509 import load_pem_x509_certificate

from simulator.tests.calls import Stripe
from simulator.tests.operations.payments.test_confirming import confirm

INTENTS = "/v1/payment_intents"


def test_on_session_a_challenge_is_asked_for(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_threeDSecure2Required")
    assert (intent.http, intent.status, intent.latest_charge) == (200, "requires_action", None)
    assert intent.payment_method.startswith("pm_1")
    assert intent.next_action.type == "use_stripe_sdk"
    assert intent.next_action.use_stripe_sdk.type == "stripe_3ds2_fingerprint"


def test_with_a_return_url_the_challenge_is_a_redirect(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_authenticationRequired", return_url="https://shop.example/back")
    assert list(intent.next_action) == ["redirect_to_url", "type"]
    redirect = intent.next_action.redirect_to_url
    assert redirect.return_url == "https://shop.example/back"
    assert f"payment_intent={intent.id}" in redirect.url


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        ("2023-10-16", "three_d_secure_redirect"),
        ("2024-04-10", "stripe_3ds2_fingerprint"),
        ("2026-06-24.dahlia", "stripe_3ds2_fingerprint"),
    ],
)
def test_without_one_soft_declined_cards_leave_it_to_the_sdk(
    stripe: Stripe, version: str, shown: str
) -> None:
    action = (
        stripe.at_version(version)
        .post(
            INTENTS,
            amount=2500,
            currency="usd",
            payment_method_types=["card"],
            payment_method="pm_card_authenticationRequiredOnSetup",
            confirm=True,
        )
        .next_action
    )
    assert (action.type, action.use_stripe_sdk.type) == ("use_stripe_sdk", shown)


def test_an_sdk_is_told_for_whom_to_encrypt_what_it_knows_of_the_device(stripe: Stripe) -> None:
    action = stripe.paid("pm_card_threeDSecure2Required").next_action.use_stripe_sdk
    encryption = action.directory_server_encryption
    assert (encryption.algorithm, encryption.directory_server_id) == ("RSA", "A000000003")
    server = load_pem_x509_certificate(encryption.certificate.encode())
    (root,) = encryption.root_certificate_authorities
    server.verify_directly_issued_by(load_pem_x509_certificate(root.encode()))


@pytest.mark.parametrize(
    ("method", "charged"),
    [("pm_card_authenticationRequired", True), ("pm_card_threeDSecure2Required", False)],
)
def test_off_session_a_challenge_is_a_decline(stripe: Stripe, method: str, charged: bool) -> None:
    refused = stripe.paid(method, off_session=True)
    assert refused.refusal == (402, "card_error", "authentication_required", None)
    assert refused.error.decline_code == "authentication_required"
    assert refused.error.message == (
        "Your card was declined. This transaction requires authentication."
    )
    assert ("charge" in refused.error) is charged
    intent = refused.error.payment_intent
    assert (intent.latest_charge is not None) is charged
    assert intent.status == "requires_payment_method"


def test_who_cannot_handle_a_challenge_can_have_it_refused(stripe: Stripe) -> None:
    refused = stripe.paid("pm_card_authenticationRequired", error_on_requires_action=True)
    assert refused.refusal == (402, "card_error", "authentication_required", None)
    assert refused.error.decline_code == "authentication_not_handled"
    assert refused.error.message == (
        "This payment required an authentication action to complete, but `error_on_requires_action`"
        " was set. When you're ready, you can upgrade your integration to handle actions at"
        " https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions."
    )
    assert refused.error.payment_intent.latest_charge is None


def test_manual_confirmation_goes_back_to_the_server_after_the_challenge(
    stripe: Stripe,
) -> None:
    intent = stripe.paid("pm_card_authenticationRequired", confirmation_method="manual")
    assert intent.status == "requires_action"
    stripe.challenge(intent, passed=True)
    waiting = stripe.get(f"{INTENTS}/{intent.id}")
    assert (waiting.status, waiting.next_action) == ("requires_confirmation", None)
    assert confirm(stripe, intent).status == "succeeded"


def test_automatic_confirmation_goes_on_by_itself(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_authenticationRequired")
    stripe.challenge(intent, passed=True)
    paid = stripe.get(f"{INTENTS}/{intent.id}")
    assert paid.status == "succeeded"
    secure = stripe.charge_of(paid).payment_method_details.card.three_d_secure
    assert (secure.result, secure.version) == ("authenticated", "2.2.0")


def test_a_challenge_that_fails_asks_for_another_method(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_authenticationRequired")
    stripe.told()
    stripe.challenge(intent, passed=False)
    failed = stripe.get(f"{INTENTS}/{intent.id}")
    assert (failed.status, failed.payment_method) == ("requires_payment_method", None)
    assert failed.latest_charge is None
    error = failed.last_payment_error
    assert error.code == "payment_intent_authentication_failure"
    assert error.message == (
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data"
        " or a new PaymentMethod to attempt to fulfill this PaymentIntent again."
    )
    assert error.payment_method.id == intent.payment_method
    assert stripe.types() == ["payment_intent.payment_failed"]


def test_a_session_of_3ds_can_be_asked_for(stripe: Stripe) -> None:
    options = {"card": {"request_three_d_secure": "any"}}
    optional = stripe.paid("pm_card_threeDSecureOptional", payment_method_options=options)
    assert optional.status == "requires_action"
    assert stripe.paid("pm_card_threeDSecureOptional").status == "succeeded"
    assert stripe.paid("pm_card_visa", payment_method_options=options).status == "succeeded"


def test_what_a_challenge_sets_off_has_the_attempt_as_its_idempotency_key(stripe: Stripe) -> None:
    asked = stripe.paid("pm_card_authenticationRequired", return_url="https://shop.example/back")
    attempt = asked.next_action.redirect_to_url.url.rpartition("source=")[2]
    assert attempt.startswith("payatt_")
    stripe.told()
    stripe.challenge(asked, passed=True)
    told = {event.type: event.request for event in stripe.told()}
    key = f"{asked.id}-{attempt}"
    assert told["charge.succeeded"] == {"id": None, "idempotency_key": key}
    assert told["payment_intent.succeeded"] == {"id": None, "idempotency_key": key}


def test_who_asks_for_the_sdk_is_not_sent_to_a_page(stripe: Stripe) -> None:
    back = {"return_url": "https://shop.example/back"}
    asking = {"payment_method": "pm_card_threeDSecure2Required", "confirm": True, **back}
    assert stripe.intent(**asking, use_stripe_sdk=True).next_action.type == "use_stripe_sdk"
    assert stripe.intent(**asking).next_action.redirect_to_url.return_url == back["return_url"]
