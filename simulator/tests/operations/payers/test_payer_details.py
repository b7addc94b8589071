"""What has to be known of a payer, and when."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, PAYER, Reply, Stripe, describing

METHODS = "/v1/payment_methods"
NUMBERS: dict[str, dict[str, str]] = {
    "acss_debit": {
        "account_number": "000123456789",
        "institution_number": "000",
        "transit_number": "11000",
    },
    "au_becs_debit": {"account_number": "000123456", "bsb_number": "000000"},
    "bacs_debit": {"account_number": "00012345", "sort_code": "108800"},
    "sepa_debit": {"iban": "AT611904300234573201"},
    "us_bank_account": {"account_number": "000123456789", "routing_number": "110000000"},
}
TERMS = {"payment_schedule": "sporadic", "transaction_type": "personal"}
AGREED = {"customer_acceptance": {"type": "offline"}}


def without(kind: str, name: str) -> dict[str, Any]:
    """A PaymentMethod's parameters, which all but one detail of its payer are known of."""
    data = describing(kind)
    if kind in NUMBERS:
        data[kind] = NUMBERS[kind]
    data["billing_details"] = {key: value for key, value in PAYER.items() if key != name}
    return data


def paid_with(stripe: Stripe, currency: str, data: dict[str, Any]) -> Reply:
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency=currency,
        payment_method_types=[data["type"]],
        payment_method_data=data,
        payment_method_options={"acss_debit": {"mandate_options": TERMS}},
        mandate_data=AGREED,
        confirm=True,
        return_url="https://shop.example/back",
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("afterpay_clearpay", "name"),
        ("afterpay_clearpay", "email"),
        ("giropay", "name"),
        ("oxxo", "name"),
        ("oxxo", "email"),
        ("sepa_debit", "name"),
        ("sepa_debit", "email"),
        ("us_bank_account", "name"),
    ],
)
def test_some_methods_are_not_made_for_a_stranger(stripe: Stripe, kind: str, name: str) -> None:
    refused = stripe.post(METHODS, **without(kind, name))
    path = f"billing_details[{name}]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", path)
    assert refused.error.message == f"Missing required param: {path}."


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("bancontact", "name"),
        ("eps", "name"),
        ("klarna", "email"),
        ("p24", "email"),
        ("us_bank_account", "email"),
    ],
)
def test_others_are_made_whatever_is_known(stripe: Stripe, kind: str, name: str) -> None:
    assert stripe.post(METHODS, **without(kind, name)).http == 200


def test_an_empty_name_is_none(stripe: Stripe) -> None:
    data = describing("oxxo") | {"billing_details": {"name": "", "email": "jo@example.com"}}
    assert stripe.post(METHODS, **data).http == 400


def test_a_payer_is_asked_for_in_the_same_words_within_an_intent(stripe: Stripe) -> None:
    refused = paid_with(stripe, "mxn", without("oxxo", "name"))
    path = "billing_details[name]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", path)


@pytest.mark.parametrize(
    ("kind", "currency", "name"),
    [
        ("acss_debit", "cad", "email"),
        ("au_becs_debit", "aud", "name"),
        ("bacs_debit", "gbp", "email"),
        ("boleto", "brl", "name"),
        ("konbini", "jpy", "email"),
        ("promptpay", "thb", "email"),
    ],
)
def test_some_methods_are_made_but_cannot_pay_for_a_stranger(
    stripe: Stripe, kind: str, currency: str, name: str
) -> None:
    data = without(kind, name)
    assert stripe.post(METHODS, **data).http == 200
    refused = paid_with(stripe, currency, data)
    path = f"billing_details[{name}]"
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", path)
    assert paid_with(stripe, currency, data | {"billing_details": PAYER}).http == 200


def test_a_debit_is_not_set_up_for_a_stranger_either(stripe: Stripe) -> None:
    refused = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        payment_method_types=["bacs_debit"],
        payment_method_data=without("bacs_debit", "name"),
        mandate_data=AGREED,
        confirm=True,
    )
    assert (refused.error.code, refused.error.param) == (
        "parameter_missing",
        "billing_details[name]",
    )


def test_a_boleto_names_who_is_taxed(stripe: Stripe) -> None:
    untaxed = {"type": "boleto", "billing_details": PAYER}
    refused = paid_with(stripe, "brl", untaxed)
    assert (refused.error.code, refused.error.param) == ("parameter_missing", "boleto[tax_id]")
    elsewhere = untaxed | {"billing_details": PAYER | {"tax_id": "000.000.000-00"}}
    assert paid_with(stripe, "brl", elsewhere).http == 200


def test_sofort_has_to_know_the_country(stripe: Stripe) -> None:
    refused = stripe.post(METHODS, type="sofort")
    assert (refused.error.code, refused.error.param) == ("parameter_missing", "sofort[country]")


def lives_in(country: str) -> dict[str, Any]:
    details = {"address": {"country": country}}
    return {"type": "card", "card": {"token": "tok_visa"}, "billing_details": details}


@pytest.mark.parametrize("sent_in", ["", "payment_method_data"])
def test_a_payer_lives_in_a_country_that_there_is(stripe: Stripe, sent_in: str) -> None:
    def made(country: str) -> Reply:
        data = lives_in(country)
        if sent_in:
            return stripe.intent(payment_method_data=data)
        return stripe.post(METHODS, **data)

    path = f"{sent_in}[billing_details]" if sent_in else "billing_details"
    unknown = made("France")
    assert unknown.refusal == (400, "invalid_request_error", None, f"{path}[address][country]")
    assert unknown.error.message == (
        "Country 'France' is unknown. Try using a 2-character alphanumeric country code instead,"
        " such as 'US', 'EG', or 'GB'. A full list of country codes is available at"
        " https://en.wikipedia.org/wiki/ISO_3166-1_alpha-2#Officially_assigned_code_elements"
    )
    empty = made("")
    assert (empty.error.code, empty.error.param) == (
        "parameter_invalid_empty",
        f"{path}[address][country]",
    )
    assert made("FR").http == 200


def test_a_kept_method_moves_to_a_country_that_there_is(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    method = stripe.post(f"{METHODS}/pm_card_visa/attach", customer=customer)
    moved = {"address": {"country": "Atlantis"}}
    refused = stripe.post(f"{METHODS}/{method.id}", billing_details=moved)
    assert refused.error.message.startswith("Country 'Atlantis' is unknown.")


def test_no_method_is_made_of_an_account_that_cannot_be_used(stripe: Stripe) -> None:
    iban = {"iban": "AT511904300000066666"}
    refused = stripe.post(METHODS, type="sepa_debit", sepa_debit=iban, billing_details=PAYER)
    assert (refused.error.code, refused.error.param) == (
        "bank_account_unusable",
        "sepa_debit[iban]",
    )
