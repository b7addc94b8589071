"""Ways to pay that lead to a page, a voucher or a code."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments import bank_accounts
from simulator.tests.calls import CARDS_NAMED, Reply, Stripe, describing
from simulator.tests.operations.payments.test_bank_methods import read

BACK = "https://shop.example/back"


def redirected(stripe: Stripe, kind: str, currency: str = "eur", **params: Any) -> Reply:
    """A PaymentIntent that waits for its payer to come back from a page."""
    given = {
        "amount": 2500,
        "currency": currency,
        "payment_method_types": [kind],
        "payment_method_data": describing(kind),
        "confirm": True,
        "return_url": BACK,
        **params,
    }
    sent = {name: value for name, value in given.items() if value is not None}
    return stripe.at_version(CARDS_NAMED).post("/v1/payment_intents", **sent)


@pytest.mark.parametrize(
    ("kind", "currency"),
    [("ideal", "eur"), ("bancontact", "eur"), ("p24", "pln"), ("klarna", "usd")],
)
def test_a_payer_is_sent_to_a_page_and_has_paid_when_coming_back(
    stripe: Stripe, kind: str, currency: str
) -> None:
    intent = redirected(stripe, kind, currency)
    assert (intent.status, intent.latest_charge) == ("requires_action", None)
    action = intent.next_action
    assert (action.type, action.redirect_to_url.return_url) == ("redirect_to_url", BACK)
    stripe.challenge(intent, passed=True)
    after = read(stripe, intent)
    assert (after.status, after.next_action) == ("succeeded", None)
    charge = stripe.charge_of(after)
    assert (charge.id[:3], charge.payment_method_details.type) == ("py_", kind)
    assert kind in charge.payment_method_details


@pytest.mark.parametrize(
    ("said", "bank", "bic"),
    [({}, "rabobank", "RABONL2U"), ({"bank": "ing"}, "ing", "INGBNL2A")],
)
def test_a_payer_pays_with_a_bank_that_was_named_or_not(
    stripe: Stripe, said: dict[str, str], bank: str, bic: str
) -> None:
    data = {"type": "ideal", "ideal": said} if said else {"type": "ideal"}
    intent = redirected(stripe, "ideal", payment_method_data=data)
    stripe.challenge(intent, passed=True)
    shown = stripe.charge_of(read(stripe, intent)).payment_method_details.ideal
    assert (shown.bank, shown.bic, shown.iban_last4) == (bank, bic, "5264")


@pytest.mark.parametrize(
    ("kind", "currency", "told"),
    [
        ("klarna", "usd", {"payer_details": {"address": {"country": "US"}}}),
        (
            "paypal",
            "eur",
            {"country": "US", "payer_email": "jo@example.com", "payer_name": "Jo Example"},
        ),
    ],
)
def test_a_wallet_tells_who_has_paid(
    stripe: Stripe, kind: str, currency: str, told: dict[str, Any]
) -> None:
    payer = {"name": "Jo Example", "email": "jo@example.com", "address": {"country": "US"}}
    data = {"type": kind, "billing_details": payer}
    intent = redirected(stripe, kind, currency, payment_method_data=data)
    stripe.challenge(intent, passed=True)
    shown = stripe.charge_of(read(stripe, intent)).payment_method_details[kind]
    assert {name: shown[name] for name in told} == told


def test_a_payer_who_says_no_has_not_paid(stripe: Stripe) -> None:
    intent = redirected(stripe, "ideal")
    stripe.challenge(intent, passed=False)
    after = read(stripe, intent)
    assert after.status == "requires_payment_method"
    assert after.last_payment_error.code == "payment_intent_authentication_failure"


@pytest.mark.parametrize(
    ("email", "passed", "code"),
    [
        ("customer@email.us", False, "payment_method_customer_decline"),
        ("customer+denied@email.us", False, "payment_method_provider_decline"),
        ("customer+denied@email.us", True, "payment_method_provider_decline"),
    ],
)
def test_klarna_tells_who_has_said_no(stripe: Stripe, email: str, passed: bool, code: str) -> None:
    payer = {"email": email, "address": {"country": "US"}}
    data = {"type": "klarna", "billing_details": payer}
    intent = redirected(stripe, "klarna", "usd", payment_method_data=data)
    stripe.challenge(intent, passed=passed)
    after = read(stripe, intent)
    assert (after.status, after.last_payment_error.code) == ("requires_payment_method", code)
    before = stripe.at_version("2022-11-15").get(f"/v1/payment_intents/{intent.id}")
    assert before.last_payment_error.code == "payment_intent_authentication_failure"


def test_a_page_needs_an_address_to_come_back_to(stripe: Stripe) -> None:
    refused = redirected(stripe, "ideal", return_url=None)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "You must provide a `return_url` when confirming a PaymentIntent with the payment method"
        " type ideal."
    )


def test_a_currency_that_a_method_does_not_take_is_refused(stripe: Stripe) -> None:
    refused = redirected(stripe, "bancontact", "usd")
    assert refused.error.message == (
        "The currency provided (usd) is invalid. Payments with bancontact support the following"
        " currencies: eur."
    )


def test_a_bank_may_still_take_its_time_after_the_page(stripe: Stripe) -> None:
    intent = redirected(
        stripe, "sofort", payment_method_data={"type": "sofort", "sofort": {"country": "DE"}}
    )
    stripe.challenge(intent, passed=True)
    assert read(stripe, intent).status == "processing"
    stripe.advance(seconds=bank_accounts.SOON)
    assert read(stripe, intent).status == "succeeded"


def test_some_wallets_hold_money_for_a_later_capture(stripe: Stripe) -> None:
    intent = redirected(stripe, "klarna", "usd", capture_method="manual")
    stripe.challenge(intent, passed=True)
    assert read(stripe, intent).status == "requires_capture"
    captured = stripe.post(f"/v1/payment_intents/{intent.id}/capture")
    assert (captured.status, captured.amount_received) == ("succeeded", 2500)


@pytest.mark.parametrize(
    ("kind", "currency", "action"),
    [
        ("oxxo", "mxn", "oxxo_display_details"),
        ("boleto", "brl", "boleto_display_details"),
        ("konbini", "jpy", "konbini_display_details"),
    ],
)
def test_a_voucher_is_shown_and_paid_after_some_minutes(
    stripe: Stripe, kind: str, currency: str, action: str
) -> None:
    intent = redirected(stripe, kind, currency, return_url=None)
    assert (intent.status, intent.next_action.type) == ("requires_action", action)
    stripe.advance(minutes=3)
    assert read(stripe, intent).status == "succeeded"


def test_a_code_is_shown_and_paid_by_whoever_scans_it(stripe: Stripe) -> None:
    intent = redirected(stripe, "promptpay", "thb", return_url=None)
    assert intent.next_action.type == "promptpay_display_qr_code"
    assert intent.next_action.promptpay_display_qr_code.data
    stripe.challenge(intent, passed=True)
    assert read(stripe, intent).status == "succeeded"


@pytest.mark.parametrize("noun", ["PaymentIntent", "SetupIntent"])
def test_an_intent_takes_the_kinds_that_it_names(stripe: Stripe, noun: str) -> None:
    asked = stripe.at_version(CARDS_NAMED)
    data = {"type": "ideal"}
    given = {"payment_method_types": ["card"], "payment_method_data": data, "confirm": True}
    if noun == "PaymentIntent":
        refused = asked.post("/v1/payment_intents", amount=2500, currency="eur", **given)
    else:
        refused = asked.post("/v1/setup_intents", **given)
    assert refused.http == 400
    assert refused.error.message == (
        f"The PaymentMethod provided (ideal) is not allowed for this {noun}. Please attach a"
        " PaymentMethod of one of the following types: card. Alternatively, update the allowed"
        f' payment_method_types for this {noun} to include "ideal"'
    )
