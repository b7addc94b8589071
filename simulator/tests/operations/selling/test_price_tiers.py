"""What a Price costs by how much is bought, and in other currencies.

Source: API reference, "Prices" (tiers, currency_options).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


def test_tiers_and_other_currencies_are_shown_where_they_are_asked_for(
    stripe: Stripe, product: str
) -> None:
    price = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        billing_scheme="tiered",
        tiers_mode="graduated",
        recurring={"interval": "month"},
        tiers=[{"up_to": 10, "unit_amount": 100}, {"up_to": "inf", "unit_amount": 50}],
        currency_options={"eur": {"unit_amount": 90}},
        expand=["tiers", "currency_options"],
    )
    assert [tier.up_to for tier in price.tiers] == [10, None]
    assert price.unit_amount is None
    assert price.currency_options.eur.unit_amount == 90
    plain = stripe.get(f"/v1/prices/{price.id}")
    assert "tiers" not in plain.body
    assert "currency_options" not in plain.body


def test_what_is_paid_once_has_no_tiers(stripe: Stripe, product: str) -> None:
    refused = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        billing_scheme="tiered",
        tiers_mode="volume",
        tiers=[{"up_to": "inf", "unit_amount": 500}],
    )
    assert refused.refusal == (400, "invalid_request_error", None, "interval")
    assert refused.error.message == (
        "Prices with `type=one_time` are not supported with tiered billing."
    )


def test_what_a_price_is_in_its_own_currency_is_no_option(stripe: Stripe, product: str) -> None:
    price = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=500).id
    path = f"/v1/prices/{price}"
    assert stripe.post(path, currency_options={"eur": {"unit_amount": 450}}).http == 200
    refused = stripe.post(path, currency_options={"usd": {"unit_amount": 450}})
    assert refused.refusal == (400, "invalid_request_error", None, "currency_options[usd]")
    assert refused.error.message == (
        "You are specifying an update to a currency option that matches the top-level currency for"
        " this price. Please remove this currency option and update the top-level params instead."
    )


@pytest.mark.parametrize(
    ("tier", "more", "param", "said"),
    [
        ({}, {}, "amount", "An entry in the tiers array is missing an amount."),
        (
            {"unit_amount": 5, "unit_amount_decimal": "0"},
            {},
            "tiers[1][unit_amount]",
            "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
        ),
        (
            {"unit_amount": 5},
            {"transform_quantity": {"divide_by": 10, "round": "up"}},
            "tiers",
            "You may only specify one of these parameters: tiers, transform_quantity.",
        ),
    ],
)
def test_a_tier_has_an_amount_told_once(
    stripe: Stripe, product: str, tier: Any, more: Any, param: str, said: str
) -> None:
    refused = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        billing_scheme="tiered",
        recurring={"interval": "month"},
        tiers_mode="graduated",
        tiers=[{"up_to": 10, "flat_amount": 0}, {"up_to": "inf"} | tier],
        **more,
    )
    assert refused.refusal == (400, "invalid_request_error", None, param)
    assert refused.error.message == said


def test_the_keys_of_a_map_are_currencies_in_small_letters(stripe: Stripe, product: str) -> None:
    price = {"product": product, "currency": "usd", "unit_amount": 500}
    refused = stripe.post("/v1/prices", **price, currency_options={"EUR": {"unit_amount": 4}})
    assert refused.refusal == (400, "invalid_request_error", None, "currency_options")
    assert refused.error.message == (
        "Currencies must be lowercase when used as keys in a map. Use `eur` instead of `EUR`."
    )
    refused = stripe.post("/v1/prices", **price, currency_options={"xyz": {"unit_amount": 4}})
    assert refused.error.message.startswith("Invalid currency: xyz. Stripe currently supports")
    assert refused.error.message.endswith(", sll, mro.")


def test_an_option_in_the_own_currency_is_there_anyway(stripe: Stripe, product: str) -> None:
    options = {"usd": {"unit_amount": 450}}
    refused = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=500, currency_options=options
    )
    assert refused.refusal == (400, "invalid_request_error", None, "currency_options[usd]")
    assert refused.error.message == (
        "You are specifying a currency option that matches the top-level currency for this price."
        " Please remove this currency option and it will be added automatically on creation."
    )


def test_a_price_in_another_currency_is_changed_in_part_and_taken_away(
    stripe: Stripe, product: str
) -> None:
    price = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=500,
        currency_options={"eur": {"unit_amount": 450}},
    )
    path, shown = f"/v1/prices/{price.id}", ["currency_options"]
    options = {"eur": {"tax_behavior": "exclusive"}, "gbp": {"unit_amount": 400}}
    after = stripe.post(path, currency_options=options, expand=shown).currency_options
    assert set(after) == {"eur", "gbp", "usd"}
    assert (after["eur"]["unit_amount"], after["eur"]["tax_behavior"]) == (450, "exclusive")
    none = stripe.post(path, currency_options="", expand=shown).currency_options
    assert set(none) == {"usd"}


def test_tiers_cost_in_each_currency_what_they_say(stripe: Stripe, product: str) -> None:
    tiers = [{"up_to": 2, "unit_amount": 100}, {"up_to": "inf", "unit_amount": 50}]
    of_eur = [{"up_to": 2, "unit_amount": 90}, {"up_to": "inf", "unit_amount": 40}]
    price = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        billing_scheme="tiered",
        tiers_mode="graduated",
        recurring={"interval": "month"},
        tiers=tiers,
        currency_options={"eur": {"tiers": of_eur}},
    )
    for currency, total in (("usd", 250), ("eur", 220)):
        session = stripe.post(
            "/v1/checkout/sessions",
            mode="subscription",
            success_url="https://shop.example/thanks",
            currency=currency,
            line_items=[{"price": price.id, "quantity": 3}],
        )
        assert (session.currency, session.amount_total) == (currency, total)
