"""Tokens: made of cards, bank accounts and personal data, and spent once."""

from __future__ import annotations

import re

import pytest

from simulator.tests.calls import Reply, Stripe

TOKENS = "/v1/tokens"
VISA = {"number": "4242 4242 4242 4242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}


def token(stripe: Stripe) -> Reply:
    return stripe.in_browser.post(TOKENS, card=VISA)


def test_a_token_shows_everything_that_stripe_shows(stripe: Stripe) -> None:
    made = dict(token(stripe).body)
    assert re.fullmatch(r"tok_1\w{23}", made.pop("id"))
    card = dict(made.pop("card"))
    assert re.fullmatch(r"card_1\w{23}", card.pop("id"))
    assert re.fullmatch(r"\w{16}", card.pop("fingerprint"))
    assert made.pop("client_ip")
    assert made == {
        "object": "token",
        "created": stripe.now,
        "livemode": False,
        "type": "card",
        "used": False,
    }
    assert card == {
        "object": "card",
        "address_city": None,
        "address_country": None,
        "address_line1": None,
        "address_line1_check": None,
        "address_line2": None,
        "address_state": None,
        "address_zip": None,
        "address_zip_check": None,
        "brand": "Visa",
        "country": "US",
        "cvc_check": "unchecked",
        "dynamic_last4": None,
        "exp_month": 12,
        "exp_year": 2030,
        "funding": "credit",
        "last4": "4242",
        "metadata": {},
        "name": None,
        "networks": {"preferred": None},
        "regulated_status": "unregulated",
        "tokenization_method": None,
        "wallet": None,
    }


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("tok_visa", "Visa"),
        ("tok_mastercard", "MasterCard"),
        ("tok_amex", "American Express"),
        ("tok_diners", "Diners Club"),
    ],
)
def test_brands_have_their_older_names(stripe: Stripe, name: str, brand: str) -> None:
    assert stripe.get(f"{TOKENS}/{name}").card.brand == brand


def test_a_token_is_spent_once(stripe: Stripe) -> None:
    made = token(stripe)
    assert stripe.post("/v1/customers", source=made.id).http == 200
    assert stripe.get(f"{TOKENS}/{made.id}").used is True
    refused = stripe.post("/v1/customers", source=made.id)
    assert refused.error.code == "token_already_used"
    assert refused.error.message == f"You cannot use a Stripe token more than once: {made.id}."


def test_a_payment_method_made_of_a_token_is_its_card(stripe: Stripe) -> None:
    made = stripe.in_browser.post(TOKENS, card=VISA | {"address_zip": "12345", "name": "Jo"})
    method = stripe.post("/v1/payment_methods", type="card", card={"token": made.id})
    assert method.card.fingerprint == made.card.fingerprint
    assert (method.card.exp_month, method.card.exp_year) == (12, 2030)
    assert method.billing_details.name == "Jo"
    assert method.billing_details.address.postal_code == "12345"


@pytest.mark.parametrize(
    ("changed", "code", "param"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "number"),
        ({"number": "4²42424242424242"}, "invalid_number", "number"),
        ({"exp_month": 13}, "invalid_expiry_month", "exp_month"),
        ({"exp_month": "May"}, "invalid_expiry_month", "exp_month"),
        ({"exp_year": 1999}, "invalid_expiry_year", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
    ],
)
def test_what_no_card_can_look_like_is_refused(
    stripe: Stripe, changed: dict[str, object], code: str, param: str
) -> None:
    refused = stripe.in_browser.post(TOKENS, card=VISA | changed)
    assert refused.refusal == (402, "card_error", code, param)


@pytest.mark.parametrize("missing", ["number", "exp_month", "exp_year"])
def test_a_card_needs_its_number_and_its_expiry(stripe: Stripe, missing: str) -> None:
    card = {name: value for name, value in VISA.items() if name != missing}
    refused = stripe.in_browser.post(TOKENS, card=card)
    assert (refused.http, refused.error.code) == (400, "parameter_missing")
    assert refused.error.param == f"card[{missing}]"


def test_nothing_makes_no_token(stripe: Stripe) -> None:
    assert stripe.post(TOKENS).refusal == (
        400,
        "invalid_request_error",
        "parameter_missing",
        None,
    )


def test_a_token_that_is_not_there_is_refused_by_name(stripe: Stripe) -> None:
    refused = stripe.get(f"{TOKENS}/tok_x")
    assert (refused.http, refused.error.message) == (404, "No such token: 'tok_x'")
    body = stripe.post("/v1/charges", amount=1000, currency="usd", source="tok_x")
    assert body.refusal == (400, "invalid_request_error", "resource_missing", "source")


def test_bank_accounts_and_personal_data_have_tokens_of_their_own(stripe: Stripe) -> None:
    account = {
        "country": "US",
        "currency": "usd",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    made = stripe.post(TOKENS, bank_account=account)
    assert (made.type, made.id[:5], made.bank_account.last4) == ("bank_account", "btok_", "6789")
    assert made.bank_account.status == "new"
    pii = stripe.post(TOKENS, pii={"id_number": "000000000"})
    assert (pii.type, pii.id[:4]) == ("pii", "pii_")
    assert "card" not in pii.body


def test_a_test_bank_accounts_name_mints_a_token_of_a_verified_account(stripe: Stripe) -> None:
    made, again = (stripe.get(f"{TOKENS}/btok_us_verified") for _ in range(2))
    assert made.id != again.id
    assert (made.bank_account.last4, made.bank_account.currency) == ("6789", "usd")
    customer = stripe.post("/v1/customers", source="btok_us_verified")
    source = stripe.get(f"/v1/customers/{customer.id}/sources/{customer.default_source}")
    assert (source.object, source.status) == ("bank_account", "verified")


def test_a_routing_number_has_nine_digits(stripe: Stripe) -> None:
    account = {"country": "US", "account_number": "000123456789", "routing_number": "11"}
    refused = stripe.post(TOKENS, bank_account=account)
    assert refused.error.code == "routing_number_invalid"
