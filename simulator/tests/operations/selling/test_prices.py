"""Prices. Source: API reference, "Prices"."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


def test_a_new_price_shows_every_field(stripe: Stripe, product: str) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=1000)
    assert price.body | {"id": "price_x"} == {
        "id": "price_x",
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": stripe.now,
        "currency": "usd",
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": product,
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": 1000,
        "unit_amount_decimal": "1000",
    }


@pytest.mark.parametrize(
    ("sent", "amount", "precise"),
    [("1000", 1000, "1000"), ("10.50", None, "10.5"), ("0.000001", None, "0.000001")],
)
def test_an_amount_is_shown_whole_and_precise(
    stripe: Stripe, product: str, sent: str, amount: int | None, precise: str
) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount_decimal=sent)
    assert (price.unit_amount, price.unit_amount_decimal) == (amount, precise)


def test_what_recurs_says_how_often(stripe: Stripe, product: str) -> None:
    price = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=900,
        recurring={"interval": "month", "interval_count": 3},
    )
    assert price.type == "recurring"
    assert price.recurring == {
        "interval": "month",
        "interval_count": 3,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def test_until_basil_what_recurs_said_how_usage_adds_up(stripe: Stripe, product: str) -> None:
    price = stripe.at_version("2019-08-14").post(
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=900,
        recurring={"interval": "month"},
    )
    assert price.recurring.aggregate_usage is None


@pytest.mark.parametrize(
    ("interval", "count", "said"),
    [
        ("day", 1096, "The interval_count for daily prices can't be greater than 1095"),
        ("week", 157, "The interval_count for weekly prices can't be greater than 156"),
        ("month", 37, "The interval_count for monthly prices can't be greater than 36"),
        ("year", 4, "The interval_count for yearly prices can't be greater than 3"),
    ],
)
def test_no_interval_is_longer_than_three_years(
    stripe: Stripe, product: str, interval: str, count: int, said: str
) -> None:
    refused = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=900,
        recurring={"interval": interval, "interval_count": count},
    )
    assert refused.error.message == said


def test_a_price_needs_a_product_and_an_amount(stripe: Stripe, product: str) -> None:
    assert stripe.post("/v1/prices", currency="usd", unit_amount=1).error.message == (
        "You must specify either `product` or `product_data` when creating a price."
    )
    assert stripe.post("/v1/prices", currency="usd", product=product).error.message == (
        "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set."
    )
    missing = stripe.post("/v1/prices", currency="usd", product="prod_no", unit_amount=1)
    assert missing.refusal == (400, "invalid_request_error", "resource_missing", "product")


def test_amounts_are_neither_negative_nor_beyond_all_measure(stripe: Stripe, product: str) -> None:
    below = stripe.post("/v1/prices", currency="usd", product=product, unit_amount=-1)
    assert below.refusal == (
        400, "invalid_request_error", "parameter_invalid_integer", "unit_amount",
    )  # fmt: skip
    assert below.error.message == "Invalid non-negative integer"
    above = stripe.post("/v1/prices", currency="usd", product=product, unit_amount=100_000_000)
    assert above.error.message == "This value must be less than or equal to 99999999."


def test_a_lookup_key_belongs_to_one_price_until_it_is_transferred(
    stripe: Stripe, product: str
) -> None:
    given = {"product": product, "currency": "usd", "unit_amount": 900, "lookup_key": "standard"}
    first = stripe.post("/v1/prices", **given)
    taken = stripe.post("/v1/prices", **given)
    assert taken.error.message == f"A price (`{first.id}`) already uses that lookup key."
    second = stripe.post("/v1/prices", **given, transfer_lookup_key=True)
    assert stripe.get(f"/v1/prices/{first.id}").lookup_key is None
    listed = stripe.get("/v1/prices", lookup_keys=["standard"]).data
    assert [price.id for price in listed] == [second.id]


def test_blanks_around_a_nickname_are_dropped(stripe: Stripe, product: str) -> None:
    price = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=8, nickname="Adjustment "
    )
    assert price.nickname == "Adjustment"


def test_an_amount_cannot_be_changed(stripe: Stripe, product: str) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=1000)
    refused = stripe.post(f"/v1/prices/{price.id}", unit_amount=2000)
    assert refused.error.message.startswith("Received unknown parameter: unit_amount")
    stripe.told()
    assert stripe.post(f"/v1/prices/{price.id}", active=False).active is False
    assert stripe.types() == ["price.updated"]


def test_prices_of_a_product_that_there_is_not_cannot_be_listed(stripe: Stripe) -> None:
    refused = stripe.get("/v1/prices", product="prod_no")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "product")


def test_prices_are_listed_by_what_they_are(stripe: Stripe, product: str) -> None:
    once = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=1000)
    monthly = stripe.post(
        "/v1/prices",
        product=product,
        currency="eur",
        unit_amount=900,
        recurring={"interval": "month"},
    )

    def listed(**filters: object) -> list[str]:
        return [price.id for price in stripe.get("/v1/prices", **filters).data]

    assert listed(product=product) == [monthly.id, once.id]
    assert listed(type="one_time") == [once.id]
    assert listed(currency="eur") == [monthly.id]
    assert listed(recurring={"interval": "month"}) == [monthly.id]
    assert listed(recurring={"interval": "year"}) == []


METERED: dict[str, Any] = {
    "currency": "usd",
    "unit_amount": 5,
    "product_data": {"name": "Calls"},
    "recurring": {"interval": "month", "usage_type": "metered"},
}


@pytest.mark.parametrize("version", ["2025-03-31.basil", "2026-10-28.endive"])
def test_metered_prices_are_backed_by_meters_since_basil(stripe: Stripe, version: str) -> None:
    asked = stripe.at_version(version)
    refused = asked.post("/v1/prices", **METERED)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters."
    )
    meter = stripe.post(
        "/v1/billing/meters", display_name="Calls", event_name="calls",
        default_aggregation={"formula": "sum"},
    ).id  # fmt: skip
    backed = METERED | {"recurring": METERED["recurring"] | {"meter": meter}}
    assert asked.post("/v1/prices", **backed).recurring.meter == meter


@pytest.mark.parametrize(("given", "shown"), [(None, "sum"), ("max", "max")])
def test_usage_added_up_in_a_way_of_its_own_until_basil(
    stripe: Stripe, given: str | None, shown: str
) -> None:
    old = stripe.at_version("2024-06-20")
    said = {"aggregate_usage": given} if given else {}
    price = old.post("/v1/prices", **METERED | {"recurring": METERED["recurring"] | said})
    assert price.recurring.aggregate_usage == shown
    assert old.get(f"/v1/plans/{price.id}").aggregate_usage == shown
    assert "aggregate_usage" not in stripe.get(f"/v1/prices/{price.id}").recurring
    plan = old.post(
        "/v1/plans",
        currency="usd",
        amount=5,
        interval="month",
        usage_type="metered",
        product={"name": "Calls"},
        **said,
    )
    assert plan.aggregate_usage == shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("1.1234567890123",
         "Invalid decimal: 1.1234567890123; must contain at maximum twelve decimal places."),
        ("-5", "Invalid non-negative integer"),
    ],
)  # fmt: skip
def test_a_precise_amount_has_twelve_decimals_and_is_not_below_zero(
    stripe: Stripe, product: str, sent: str, said: str
) -> None:
    asked = {"product": product, "currency": "usd"}
    refused = stripe.post("/v1/prices", **asked, unit_amount_decimal=sent)
    assert (refused.error.param, refused.error.message) == ("unit_amount_decimal", said)
    assert stripe.post("/v1/prices", **asked, unit_amount_decimal="1.123456789012").http == 200


def test_lookup_keys_have_two_hundred_characters_and_are_asked_for_by_ten(
    stripe: Stripe, product: str
) -> None:
    asked = {"product": product, "currency": "usd", "unit_amount": 10}
    refused = stripe.post("/v1/prices", **asked, lookup_key="abcd" + "x" * 193 + "wxyz")
    assert refused.error.message == "Invalid string: abcd...wxyz; must be at most 200 characters"
    assert stripe.post("/v1/prices", **asked, lookup_key="x" * 200).http == 200
    many = stripe.get("/v1/prices", lookup_keys=[str(at) for at in range(11)])
    assert many.error.message == "Array lookup_keys exceeded maximum 10 allowed elements."


def test_how_tax_is_meant_stays_once_it_was_said(stripe: Stripe, product: str) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=10)
    path = f"/v1/prices/{price.id}"
    assert stripe.post(path, tax_behavior="exclusive").tax_behavior == "exclusive"
    assert stripe.post(path, tax_behavior="exclusive").http == 200
    assert stripe.post(path, tax_behavior="inclusive").refusal[3] == "tax_behavior"


def test_a_rhythm_is_refused_where_it_was_sent(stripe: Stripe, product: str) -> None:
    sold = {"currency": "usd", "product": product, "unit_amount": 900}
    customer = stripe.post("/v1/customers", source="tok_visa").id
    for count in (0, 37):
        rhythm = {"interval": "month", "interval_count": count}
        refused = stripe.post("/v1/prices", **sold, recurring=rhythm)
        assert refused.error.param == "recurring[interval_count]"
        items = [{"price_data": sold | {"recurring": rhythm}}]
        refused = stripe.post("/v1/subscriptions", customer=customer, items=items)
        assert refused.error.param == "items[0][price_data][recurring][interval_count]"


def test_the_default_price_of_a_product_is_not_put_away(stripe: Stripe) -> None:
    sold = stripe.post(
        "/v1/products", name="Mug", default_price_data={"currency": "usd", "unit_amount": 500}
    )
    path = f"/v1/prices/{sold.default_price}"
    refused = stripe.post(path, active=False)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "This price cannot be archived because it is the default price of its product."
    )
    other = stripe.post("/v1/prices", product=sold.id, currency="usd", unit_amount=600).id
    stripe.post(f"/v1/products/{sold.id}", default_price=other)
    assert stripe.post(path, active=False).active is False


def test_nothing_is_divided_by_less_than_one(stripe: Stripe, product: str) -> None:
    refused = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=500,
        transform_quantity={"divide_by": 0, "round": "up"},
    )
    assert refused.error.param == "transform_quantity[divide_by]"


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"unit_amount": 500}, "unit_amount"),
        ({"custom_unit_amount": {"enabled": True, "minimum": 10}}, "custom_unit_amount[minimum]"),
    ],
)
def test_an_amount_is_fixed_or_the_customers_choice_within_what_can_be_charged(
    stripe: Stripe, product: str, more: dict[str, Any], param: str
) -> None:
    given = {"custom_unit_amount": {"enabled": True}} | more
    refused = stripe.post("/v1/prices", product=product, currency="usd", **given)
    assert refused.error.param == param


def test_a_choice_in_another_currency_is_within_what_can_be_charged_there(
    stripe: Stripe, product: str
) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=500)
    option = {"custom_unit_amount": {"enabled": True, "minimum": 10}}
    refused = stripe.post(f"/v1/prices/{price.id}", currency_options={"gbp": option})
    assert refused.error.param == "currency_options[gbp][custom_unit_amount][minimum]"
    option["custom_unit_amount"]["minimum"] = 30
    assert stripe.post(f"/v1/prices/{price.id}", currency_options={"gbp": option}).http == 200


def test_a_product_that_is_made_along_is_a_whole_one_and_new(stripe: Stripe, product: str) -> None:
    data = {"name": "Tea", "tax_details": {"tax_code": "txcd_99999999"}}
    price = stripe.post(
        "/v1/prices", currency="usd", unit_amount=5, product_data=data, expand=["product"]
    )
    assert price.product.tax_details == {
        "performance_location": None,
        "tax_code": "txcd_99999999",
    }
    for wrong, code, param in (
        ({"id": product}, "resource_already_exists", "product_data[id]"),
        ({"statement_descriptor": "TEA>"}, None, "product_data[statement_descriptor]"),
    ):
        data = {"name": "Tea", **wrong}
        refused = stripe.post("/v1/prices", currency="usd", unit_amount=5, product_data=data)
        assert refused.refusal == (400, "invalid_request_error", code, param)


def test_inline_prices_are_listed_only_among_the_inactive(stripe: Stripe, product: str) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=500).id
    archived = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=400).id
    stripe.post(f"/v1/prices/{archived}", active=False)
    inline = {"product": product, "currency": "usd", "unit_amount": 300}
    session = stripe.post(
        "/v1/checkout/sessions",
        mode="payment",
        success_url="https://shop.example/thanks",
        line_items=[{"price_data": inline, "quantity": 1}],
        expand=["line_items"],
    )
    made = session.line_items.data[0].price.id
    for asked, shown in (({}, {price, archived}), ({"active": False}, {archived, made})):
        listed = stripe.get("/v1/prices", product=product, **asked).data
        assert {each.id for each in listed} == shown
