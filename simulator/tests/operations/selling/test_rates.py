"""Tax rates and shipping rates. Source: API reference, "Tax Rates", "Shipping Rates"."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import goods, open_session

VAT = {"display_name": "VAT", "inclusive": False}
POST = {"display_name": "Post", "type": "fixed_amount"}
FIXED = {"amount": 500, "currency": "usd"}


@pytest.mark.parametrize(
    ("percentage", "said"),
    [
        (-1, "This value must be greater than or equal to 0 (it currently is '-1')."),
        (101, "This value must be less than or equal to 100 (it currently is '101')."),
        (1.12345, "Invalid decimal: 1.12345; must contain at maximum four decimal places."),
    ],
)
def test_a_tax_rate_is_a_percentage(stripe: Stripe, percentage: float, said: str) -> None:
    refused = stripe.post("/v1/tax_rates", **VAT, percentage=percentage)
    assert (refused.error.param, refused.error.message) == ("percentage", said)


def test_a_tax_rate_that_is_out_of_use_taxes_nothing_new(stripe: Stripe) -> None:
    vat = stripe.post("/v1/tax_rates", **VAT, percentage=20)
    assert stripe.types() == ["tax_rate.created"]
    stripe.post(f"/v1/tax_rates/{vat.id}", active=False)
    once = open_session(stripe, goods(tax_rates=[vat.id]))
    assert once.error.param == "line_items[0][tax_rates][0]"
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    rates = {"default_tax_rates": [vat.id]}
    again = open_session(stripe, monthly, mode="subscription", subscription_data=rates)
    assert again.error.param == "subscription_data[default_tax_rates][0]"


def test_a_shipping_rate_costs_something_and_takes_some_time(stripe: Stripe) -> None:
    refused = stripe.post("/v1/shipping_rates", **POST)
    assert refused.refusal[2:] == ("parameter_missing", "fixed_amount")
    never = {"minimum": {"unit": "day", "value": 0}}
    refused = stripe.post("/v1/shipping_rates", **POST, fixed_amount=FIXED, delivery_estimate=never)
    assert refused.error.param == "delivery_estimate[minimum][value]"
    code = "txcd_92010001"
    assert stripe.post("/v1/shipping_rates", **POST, fixed_amount=FIXED, tax_code=code).http == 200


def test_a_shipping_rate_is_in_other_currencies_and_shows_them_when_asked(stripe: Stripe) -> None:
    options: dict[str, Any] = {"eur": {"amount": 450}}
    rate = stripe.post(
        "/v1/shipping_rates", **POST, fixed_amount=FIXED | {"currency_options": options}
    )
    assert rate.fixed_amount == FIXED
    path, shown = f"/v1/shipping_rates/{rate.id}", ["fixed_amount.currency_options"]
    pounds = {"currency_options": {"gbp": {"amount": 400, "tax_behavior": "exclusive"}}}
    after = stripe.post(path, fixed_amount=pounds, expand=shown).fixed_amount
    assert after["currency_options"] == {
        "eur": {"amount": 450, "tax_behavior": "unspecified"},
        "gbp": {"amount": 400, "tax_behavior": "exclusive"},
    }
    assert (after["amount"], after["currency"]) == (500, "usd")
    line = goods(price_data={"currency": "gbp"})
    sent = open_session(stripe, line, shipping_options=[{"shipping_rate": rate.id}])
    assert sent.shipping_cost["amount_total"] == 400
    assert stripe.post("/v1/shipping_rates/shr_no", active=False).http == 404
