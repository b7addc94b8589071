"""What is shown to a payer who pays elsewhere: vouchers, codes, the way into an app."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe, describing

BACK = "https://shop.example/back"


def shown(stripe: Stripe, kind: str, currency: str, **params: Any) -> Reply:
    """An intent that was confirmed with a PaymentMethod of this kind."""
    given = {
        "amount": 2500,
        "currency": currency,
        "payment_method_types": [kind],
        "payment_method_data": describing(kind),
        "confirm": True,
        "return_url": BACK,
        **params,
    }
    said = {name: value for name, value in given.items() if value is not None}
    return stripe.at_version(CARDS_NAMED).post("/v1/payment_intents", **said)


@pytest.mark.parametrize(
    ("kind", "currency", "action", "fields"),
    [
        (
            "alipay",
            "usd",
            "alipay_handle_redirect",
            ["native_data", "native_url", "return_url", "url"],
        ),
        (
            "boleto",
            "brl",
            "boleto_display_details",
            ["expires_at", "hosted_voucher_url", "number", "pdf"],
        ),
        (
            "cashapp",
            "usd",
            "cashapp_handle_redirect_or_display_qr_code",
            ["hosted_instructions_url", "mobile_auth_url", "qr_code"],
        ),
        (
            "konbini",
            "jpy",
            "konbini_display_details",
            ["expires_at", "hosted_voucher_url", "stores"],
        ),
        (
            "multibanco",
            "eur",
            "multibanco_display_details",
            ["entity", "expires_at", "hosted_voucher_url", "reference"],
        ),
        (
            "oxxo",
            "mxn",
            "oxxo_display_details",
            ["expires_after", "hosted_voucher_url", "number"],
        ),
        (
            "pix",
            "brl",
            "pix_display_qr_code",
            ["data", "expires_at", "hosted_instructions_url", "image_url_png", "image_url_svg"],
        ),
        (
            "swish",
            "sek",
            "swish_handle_redirect_or_display_qr_code",
            ["hosted_instructions_url", "mobile_auth_url", "qr_code"],
        ),
    ],
)
def test_each_kind_shows_what_its_payer_needs(
    stripe: Stripe, kind: str, currency: str, action: str, fields: list[str]
) -> None:
    intent = shown(stripe, kind, currency)
    assert (intent.status, intent.next_action.type) == ("requires_action", action)
    assert sorted(intent.next_action) == sorted([action, "type"])
    assert list(intent.next_action[action]) == fields


def test_an_app_is_opened_or_photographed_and_leads_back_to_the_shop(stripe: Stripe) -> None:
    intent = shown(stripe, "cashapp", "usd")
    way = intent.next_action.cashapp_handle_redirect_or_display_qr_code
    assert list(way.qr_code) == ["expires_at", "image_url_png", "image_url_svg"]
    assert "return_url=https%3A%2F%2Fshop.example%2Fback" in urlsplit(way.mobile_auth_url).query
    stripe.challenge(intent, passed=True)
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "succeeded"
    other = shown(stripe, "swish", "sek").next_action.swish_handle_redirect_or_display_qr_code
    assert list(other.qr_code) == ["data", "expires_at", "image_url_png", "image_url_svg"]


@pytest.mark.parametrize(
    ("client", "action"),
    [
        ("web", "wechat_pay_display_qr_code"),
        ("ios", "wechat_pay_redirect_to_ios_app"),
        ("android", "wechat_pay_redirect_to_android_app"),
    ],
)
def test_wechat_pay_depends_on_what_the_payer_holds_in_hand(
    stripe: Stripe, client: str, action: str
) -> None:
    options = {"wechat_pay": {"client": client, "app_id": "wx1"}}
    intent = shown(stripe, "wechat_pay", "usd", payment_method_options=options)
    assert intent.next_action.type == action


def test_wechat_pay_has_to_know_it(stripe: Stripe) -> None:
    refused = shown(stripe, "wechat_pay", "usd")
    path = "payment_method_options[wechat_pay][client]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", path)


@pytest.mark.parametrize("client", ["ios", "android"])
def test_an_app_that_opens_wechat_is_named(stripe: Stripe, client: str) -> None:
    options = {"wechat_pay": {"client": client}}
    refused = shown(stripe, "wechat_pay", "usd", payment_method_options=options)
    path = "payment_method_options[wechat_pay][app_id]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", path)


def test_blik_asks_for_a_code_and_never_shows_it(stripe: Stripe) -> None:
    assert shown(stripe, "blik", "pln").error.param == "payment_method_options[blik][code]"
    intent = shown(stripe, "blik", "pln", payment_method_options={"blik": {"code": "123456"}})
    assert intent.next_action == {"blik_authorize": {}, "type": "blik_authorize"}
    assert intent.payment_method_options == {"blik": {}}


@pytest.mark.parametrize(
    ("kind", "currency", "fields"),
    [
        ("alipay", "usd", {"fingerprint", "transaction_id"}),
        ("cashapp", "usd", {"buyer_id", "cashtag", "transaction_id"}),
        ("multibanco", "eur", {"entity", "reference"}),
        (
            "paypal",
            "eur",
            {
                "country",
                "payer_email",
                "payer_id",
                "payer_name",
                "seller_protection",
                "transaction_id",
            },
        ),
        ("swish", "sek", {"fingerprint", "payment_reference", "verified_phone_last4"}),
    ],
)
def test_the_charge_says_of_its_kind_all_that_there_is_to_say(
    stripe: Stripe, kind: str, currency: str, fields: set[str]
) -> None:
    intent = shown(stripe, kind, currency)
    stripe.challenge(intent, passed=True)
    charge = stripe.charge_of(stripe.get(f"/v1/payment_intents/{intent.id}"))
    assert set(charge.payment_method_details[kind]) == fields


def test_alipay_needs_an_address_to_come_back_to(stripe: Stripe) -> None:
    assert shown(stripe, "alipay", "usd", return_url=None).error.message == (
        "You must provide a `return_url` when confirming a PaymentIntent with the payment method"
        " type alipay."
    )


def test_a_loan_that_is_not_taken_is_no_failed_authentication(stripe: Stripe) -> None:
    intent = shown(stripe, "affirm", "usd")
    stripe.challenge(intent, passed=False)
    error = stripe.get(f"/v1/payment_intents/{intent.id}").last_payment_error
    assert (error.code, error.decline_code, error.message) == (
        "payment_intent_payment_attempt_failed",
        "affirm_checkout_canceled",
        "The payment failed.",
    )
