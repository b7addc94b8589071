"""Countries, exchange rates and tax codes: the same in every account."""

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import connected, on


def test_a_country_says_what_is_asked_and_paid_there(stripe: Stripe) -> None:
    spec = stripe.get("/v1/country_specs/US")
    assert (spec.id, spec.object, spec.default_currency) == ("US", "country_spec", "usd")
    assert spec.supported_bank_account_currencies == {"usd": ["US"]}
    assert spec.supported_payment_currencies[:3] == ["usd", "aed", "afn"]
    assert spec.supported_payment_methods == ["ach", "card", "stripe"]
    assert spec.supported_transfer_countries[0] == "US"
    assert "DE" in spec.supported_transfer_countries
    person = spec.verification_fields.individual.minimum
    assert {"individual.ssn_last_4", "individual.address.state", "tos_acceptance.ip"} <= set(person)
    assert "company.tax_id" in spec.verification_fields.company.minimum


def test_europe_shares_its_banks(stripe: Stripe) -> None:
    german = stripe.get("/v1/country_specs/DE")
    assert german.default_currency == "eur"
    assert {"DE", "FR"} <= set(german.supported_bank_account_currencies.eur)
    assert german.supported_bank_account_currencies.sek == ["SE"]
    assert "individual.ssn_last_4" not in german.verification_fields.individual.minimum
    assert "relationship.director" in german.verification_fields.company.minimum


def test_brazil_is_charged_in_its_own_currency_alone(stripe: Stripe) -> None:
    spec = stripe.get("/v1/country_specs/BR")
    assert spec.supported_payment_currencies == ["brl"]
    assert spec.supported_transfer_countries == ["BR"]


def test_an_account_is_opened_in_the_currency_of_its_country(stripe: Stripe) -> None:
    for country, currency in (("DE", "eur"), ("SE", "sek"), ("US", "usd")):
        opened = stripe.post("/v1/accounts", type="express", country=country)
        assert opened.default_currency == currency


def test_rates_lead_there_and_back_again(stripe: Stripe) -> None:
    dollars = stripe.get("/v1/exchange_rates/usd")
    euros = stripe.get("/v1/exchange_rates/eur")
    assert dollars.rates.usd == 1
    assert dollars.rates.eur * euros.rates.usd == pytest.approx(1, abs=1e-5)


def test_a_rate_is_that_by_which_money_is_exchanged(stripe: Stripe) -> None:
    account = on(stripe, connected(stripe))
    charge = account.charge_of(account.paid(currency="eur", capture_method="automatic"))
    row = account.get(f"/v1/balance_transactions/{charge.balance_transaction}")
    assert row.exchange_rate == stripe.get("/v1/exchange_rates/eur").rates.usd


def test_a_tax_code_has_a_name_and_a_product_shows_it(stripe: Stripe) -> None:
    code = stripe.get("/v1/tax_codes/txcd_10103001")
    assert code.name == "Software as a service (SaaS) - business use"
    product = stripe.post("/v1/products", name="Tea", tax_code=code.id)
    assert product.tax_code == code.id
    shown = stripe.get(f"/v1/products/{product.id}", expand=["tax_code"])
    assert shown.tax_code == code.body


@pytest.mark.parametrize("path", ["country_specs", "exchange_rates", "tax_codes"])
def test_they_are_listed_page_by_page(stripe: Stripe, path: str) -> None:
    first = stripe.get(f"/v1/{path}", limit=5)
    assert (len(first.data), first.has_more) == (5, True)
    after = first.data[-1].id
    second = stripe.get(f"/v1/{path}", limit=5, starting_after=after)
    assert second.data[0].id > after


@pytest.mark.parametrize(
    ("path", "noun", "param"),
    [
        ("country_specs/ZZ", "country spec", "country"),
        ("exchange_rates/zzz", "exchange rate", "rate_id"),
        ("tax_codes/txcd_1", "tax code", "id"),
    ],
)
def test_what_is_in_no_table_is_not_there(stripe: Stripe, path: str, noun: str, param: str) -> None:
    refused = stripe.get(f"/v1/{path}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", param)
    assert refused.error.message == f"No such {noun}: '{path.split('/')[1]}'"
