"""What taxes a sale comes to: by place, by registration, by customer and by what is sold."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.resources.tax import Calculation, CalculationRest
from simulator.tests.calls import NOW, Reply, Stripe

PATH = "/v1/tax/calculations"
GOODS = "txcd_99999999"
BOOK = "txcd_10302000"
DAY = 86_400
AMERICAN = {"country": "US", "postal_code": "94111"}


def at_home(stripe: Stripe, country: str = "US") -> None:
    office = {"address": {"country": country, "state": "CA"}}
    stripe.post("/v1/tax/settings", head_office=office, defaults={"tax_code": GOODS})


def registered(stripe: Stripe, country: str, active_from: Any = "now", **options: Any) -> Reply:
    told = {country.lower(): {"type": "standard", **options}}
    return stripe.post(
        "/v1/tax/registrations", country=country, country_options=told, active_from=active_from
    )


def in_california(stripe: Stripe) -> None:
    registered(stripe, "US", type="state_sales_tax", state="CA")


def reckoned(stripe: Stripe, address: dict[str, str], **more: Any) -> Reply:
    details = {"address": address, "address_source": "shipping", **more.pop("details", {})}
    lines = more.pop("line_items", [{"amount": 1000, "reference": "L1"}])
    return stripe.post(PATH, currency="usd", line_items=lines, customer_details=details, **more)


def told(calculation: Reply) -> list[tuple[str, str, int]]:
    """Of each kind of tax: the reason, the rate and the amount."""
    return [
        (each.taxability_reason, each.tax_rate_details.percentage_decimal, each.amount)
        for each in calculation.tax_breakdown
    ]


def test_nothing_is_reckoned_before_the_head_office_is_known(stripe: Stripe) -> None:
    refused = reckoned(stripe, AMERICAN)
    assert refused.http == 400
    assert refused.error.message == (
        "You must have a valid head office address to enable automatic tax calculation in test"
        " mode.  Visit https://dashboard.stripe.com/test/settings/tax to update it."
    )


def test_nothing_is_collected_where_nobody_is_registered(stripe: Stripe) -> None:
    at_home(stripe)
    made = reckoned(stripe, AMERICAN)
    assert told(made) == [("not_collecting", "0.0", 0)]
    assert (made.amount_total, made.tax_amount_exclusive) == (1000, 0)


def test_taxes_are_added_to_what_is_exclusive_and_found_in_what_is_inclusive(
    stripe: Stripe,
) -> None:
    at_home(stripe)
    in_california(stripe)
    lines = [
        {"amount": 1000, "reference": "L1"},
        {"amount": 2120, "reference": "L2", "tax_behavior": "inclusive"},
    ]
    made = reckoned(stripe, AMERICAN, line_items=lines, shipping_cost={"amount": 500})
    assert (made.tax_amount_exclusive, made.tax_amount_inclusive) == (90, 120)
    assert made.amount_total == 1000 + 2120 + 500 + 90
    assert (made.shipping_cost.amount_tax, made.shipping_cost.tax_code) == (30, "txcd_92010001")
    assert [(each.inclusive, each.taxable_amount) for each in made.tax_breakdown] == [
        (False, 1500),
        (True, 2000),
    ]
    assert made.expires_at == NOW + 90 * DAY


def test_lines_are_shown_if_they_are_asked_for(stripe: Stripe) -> None:
    at_home(stripe)
    in_california(stripe)
    made = reckoned(stripe, AMERICAN, expand=["line_items.data.tax_breakdown"])
    [line] = made.line_items.data
    assert (line.amount, line.amount_tax, line.quantity, line.tax_code) == (1000, 60, 1, GOODS)
    [tax] = line.tax_breakdown
    assert tax.jurisdiction == {
        "country": "US",
        "display_name": "California",
        "level": "state",
        "state": "CA",
    }
    assert tax.tax_rate_details.percentage_decimal == "6.0"
    assert "line_items" not in stripe.get(f"{PATH}/{made.id}").body
    assert stripe.get(f"{PATH}/{made.id}/line_items").data == [line]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"country": "DE"}, [("standard_rated", "19.0", 190)]),
        ({"country": "IT"}, [("standard_rated", "22.0", 220)]),
        ({"country": "GB"}, [("not_collecting", "0.0", 0)]),
        ({"country": "CA", "state": "ON"}, [("standard_rated", "13.0", 130)]),
        (
            {"country": "CA", "postal_code": "V5K 0A1"},
            [("standard_rated", "5.0", 50), ("not_collecting", "0.0", 0)],
        ),
        ({"country": "US", "postal_code": "97201"}, [("not_subject_to_tax", "0.0", 0)]),
        ({"country": "BR"}, [("not_supported", "0.0", 0)]),
    ],
)
def test_each_place_has_its_taxes(
    stripe: Stripe, address: dict[str, str], expected: list[tuple[str, str, int]]
) -> None:
    at_home(stripe)
    registered(stripe, "FR", type="oss_union")
    registered(stripe, "CA")
    assert told(reckoned(stripe, address)) == expected


@pytest.mark.parametrize(
    "address", [{"country": "US"}, {"country": "CA"}, {"country": "US", "state": "CA"}]
)
def test_an_address_that_says_too_little_is_refused(
    stripe: Stripe, address: dict[str, str]
) -> None:
    at_home(stripe)
    refused = reckoned(stripe, address)
    code, param = "customer_tax_location_invalid", "customer_details[address]"
    assert refused.refusal == (400, "invalid_request_error", code, param)


def test_a_registration_counts_while_it_is_in_force(stripe: Stripe) -> None:
    at_home(stripe)
    later = registered(stripe, "DE", NOW + 10 * DAY)
    assert later.status == "scheduled"
    berlin = {"country": "DE"}
    assert told(reckoned(stripe, berlin))[0][0] == "not_collecting"
    assert told(reckoned(stripe, berlin, tax_date=NOW + 11 * DAY))[0][0] == "standard_rated"
    stripe.advance(days=10)
    path = f"/v1/tax/registrations/{later.id}"
    assert stripe.get(path).status == "active"
    assert told(reckoned(stripe, berlin))[0][0] == "standard_rated"
    assert stripe.post(path, expires_at="now").status == "expired"
    assert told(reckoned(stripe, berlin))[0][0] == "not_collecting"
    assert stripe.get("/v1/tax/registrations", status="active").data == []
    assert [each.id for each in stripe.get("/v1/tax/registrations").data] == [later.id]


def test_a_business_abroad_pays_its_tax_itself(stripe: Stripe) -> None:
    at_home(stripe, "FR")
    registered(stripe, "DE")
    registered(stripe, "FR")
    business = {"tax_ids": [{"type": "eu_vat", "value": "DE123456789"}]}
    abroad = reckoned(stripe, {"country": "DE"}, details=business)
    assert told(abroad) == [("reverse_charge", "0.0", 0)]
    at_home_too = reckoned(stripe, {"country": "FR"}, details=business)
    assert told(at_home_too) == [("standard_rated", "20.0", 200)]


@pytest.mark.parametrize("override", ["customer_exempt", "reverse_charge"])
def test_a_shop_may_know_better(stripe: Stripe, override: str) -> None:
    at_home(stripe)
    registered(stripe, "DE")
    made = reckoned(stripe, {"country": "DE"}, details={"taxability_override": override})
    assert told(made) == [(override, "0.0", 0)]


@pytest.mark.parametrize(
    ("country", "code", "expected"),
    [
        ("DE", BOOK, ("reduced_rated", "7.0", 70)),
        ("IE", BOOK, ("zero_rated", "0.0", 0)),
        ("DE", "txcd_00000000", ("product_exempt", "0.0", 0)),
    ],
)
def test_some_goods_are_taxed_less(
    stripe: Stripe, country: str, code: str, expected: tuple[str, str, int]
) -> None:
    at_home(stripe)
    registered(stripe, "FR", type="oss_union")
    line = {"amount": 1000, "tax_code": code}
    assert told(reckoned(stripe, {"country": country}, line_items=[line])) == [expected]


def test_a_product_and_a_customer_bring_what_they_know(stripe: Stripe) -> None:
    at_home(stripe)
    registered(stripe, "DE")
    product = stripe.post("/v1/products", name="Book", tax_code=BOOK).id
    customer = stripe.post(
        "/v1/customers", address={"country": "FR"},
        shipping={"name": "Jo", "address": {"country": "DE"}}, tax_exempt="none",
    ).id  # fmt: skip
    made = stripe.post(
        PATH, currency="eur", customer=customer, line_items=[{"amount": 1000, "product": product}]
    )
    assert told(made) == [("reduced_rated", "7.0", 70)]
    details = made.customer_details
    assert (details.address.country, details.address_source) == ("DE", "shipping")
    stripe.post(f"/v1/customers/{customer}", tax_exempt="exempt")
    exempt = stripe.post(PATH, currency="eur", customer=customer, line_items=[{"amount": 1000}])
    assert told(exempt)[0][0] == "customer_exempt"


def test_what_does_not_go_together_is_refused(stripe: Stripe) -> None:
    at_home(stripe)
    customer = stripe.post("/v1/customers").id
    both = reckoned(stripe, AMERICAN, customer=customer)
    assert both.refusal[2:] == ("parameters_exclusive", "customer")
    nobody = stripe.post(PATH, currency="usd", line_items=[{"amount": 1}])
    assert nobody.refusal[2:] == ("parameter_missing", "customer_details")
    twice = [{"amount": 1, "reference": "a"}, {"amount": 1, "reference": "a"}]
    again = reckoned(stripe, AMERICAN, line_items=twice)
    assert again.refusal[3] == "line_items[1][reference]"
    assert reckoned(stripe, AMERICAN, tax_date=NOW + 32 * DAY).refusal[3] == "tax_date"
    stray = [{"amount": 1, "tax_code": "books"}]
    assert reckoned(stripe, AMERICAN, line_items=stray).refusal[2] == "resource_missing"


def test_a_shipping_rate_says_what_sending_it_costs(stripe: Stripe) -> None:
    at_home(stripe)
    in_california(stripe)
    rate = stripe.post(
        "/v1/shipping_rates", display_name="Post", type="fixed_amount",
        fixed_amount={"amount": 1060, "currency": "usd"}, tax_behavior="inclusive",
    ).id  # fmt: skip
    made = reckoned(stripe, AMERICAN, shipping_cost={"shipping_rate": rate})
    assert (made.shipping_cost.amount, made.shipping_cost.amount_tax) == (1060, 60)
    assert made.shipping_cost.shipping_rate == rate
    both = reckoned(stripe, AMERICAN, shipping_cost={"shipping_rate": rate, "amount": 1})
    assert both.refusal[2] == "parameters_exclusive"


def test_a_calculation_is_over_after_ninety_days(stripe: Stripe) -> None:
    at_home(stripe)
    made = reckoned(stripe, AMERICAN)
    stripe.advance(days=90)
    assert stripe.get(f"{PATH}/{made.id}").http == 404
    transactions = "/v1/tax/transactions/create_from_calculation"
    assert stripe.post(transactions, calculation=made.id, reference="late").http == 400
    kept = stripe.account.store
    assert not any(kept.table(kind) for kind in (Calculation.KIND, CalculationRest.KIND))


def test_a_customer_says_whether_taxes_are_collected_where_it_lives(stripe: Stripe) -> None:
    registered(stripe, "DE")
    found = []
    for country in ("DE", "GB"):
        made = stripe.post("/v1/customers", address={"country": country}, expand=["tax"])
        found.append(made.tax.automatic_tax)
    assert found == ["supported", "not_collecting"]


def test_a_change_of_the_settings_is_told_of(stripe: Stripe) -> None:
    settings = stripe.get("/v1/tax/settings")
    assert (settings.status, settings.defaults.provider) == ("pending", "stripe")
    assert settings.status_details == {"pending": {"missing_fields": ["head_office"]}}
    at_home(stripe)
    [event] = stripe.told()
    assert event.type == "tax.settings.updated"
    assert event.data.object.status == "active"
    assert event.data.previous_attributes.status == "pending"
    at_home(stripe)
    assert stripe.told() == []
