"""Coupons and promotion codes: what is made, and what is refused.

Source: API reference, "Coupons", "Promotion Codes"; the sentences are quoted refusals.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, open_session, pay

DAY = 86_400
NEEDS_MONTHS = (
    "The duration_in_months param must be set when creating a coupon with a repeating duration"
)


@pytest.mark.parametrize(
    ("params", "code", "param", "said"),
    [
        ({}, "parameter_missing", None, "Must provide percent_off or amount_off."),
        ({"percent_off": 10, "amount_off": 500, "currency": "usd"}, None, None,
         "Received both percent_off and amount_off parameters. Please pass in only one."),
        ({"amount_off": 500}, None, "currency", "You must pass currency when passing amount_off"),
        ({"percent_off": 10, "duration": "repeating"}, None, "duration",
         NEEDS_MONTHS),
        ({"percent_off": 0}, None, "percent_off",
         "This value must be greater than or equal to 0.01 (it currently is '0.0')."),
        ({"percent_off": 101}, None, "percent_off",
         "This value must be less than or equal to 100 (it currently is '101.0')."),
        ({"amount_off": -1, "currency": "usd"}, "parameter_invalid_integer", "amount_off",
         "This value must be greater than or equal to 1."),
        ({"percent_off": 5, "currency_options": {"eur": {"amount_off": 4}}}, None,
         "currency_options",
         "You may only specify one of these parameters: currency_options, percent_off."),
    ],
)  # fmt: skip
def test_a_coupon_says_what_it_is_worth(
    stripe: Stripe, params: dict[str, Any], code: str | None, param: str | None, said: str
) -> None:
    refused = stripe.post("/v1/coupons", **params)
    assert refused.refusal == (400, "invalid_request_error", code, param)
    assert refused.error.message == said


def test_a_coupon_is_good_once_unless_it_says_otherwise(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10)
    assert (coupon.duration, coupon.valid, coupon.times_redeemed) == ("once", True, 0)
    assert stripe.types() == ["coupon.created"]
    late = stripe.post("/v1/coupons", percent_off=10, redeem_by=1000)
    assert late.error.message == (
        "The parameter `redeem_by` expects a unix timestamp representing a date and time in the"
        " future. You specified the value `1000` which is in the past."
    )


def test_a_coupon_that_is_spent_or_late_is_valid_no_more(stripe: Stripe) -> None:
    spent = stripe.post("/v1/coupons", percent_off=10, max_redemptions=1)
    late = stripe.post("/v1/coupons", percent_off=10, redeem_by=stripe.now + DAY)
    session = open_session(stripe, discounts=[{"coupon": spent.id}])
    pay(stripe, session)
    assert again(stripe, session).amount_total == 2250
    assert stripe.get(f"/v1/coupons/{spent.id}").valid is False
    assert open_session(stripe, discounts=[{"coupon": late.id}]).http == 200
    stripe.advance(days=2)
    for coupon in (spent, late):
        assert open_session(stripe, discounts=[{"coupon": coupon.id}]).http == 400


def test_no_two_active_codes_read_the_same(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10)
    promotion = {"type": "coupon", "coupon": coupon.id}
    first = stripe.post("/v1/promotion_codes", promotion=promotion, code="SPRING")
    assert first.restrictions == {
        "first_time_transaction": False,
        "minimum_amount": None,
        "minimum_amount_currency": None,
    }
    refused = stripe.post("/v1/promotion_codes", promotion=promotion, code="SPRING")
    assert refused.refusal == (400, "invalid_request_error", None, "code")
    assert refused.error.message == ("An active promotion code with `code: SPRING` already exists.")
    stripe.post(f"/v1/promotion_codes/{first.id}", active=False)
    assert stripe.post("/v1/promotion_codes", promotion=promotion, code="SPRING").http == 200
    chosen = stripe.post("/v1/promotion_codes", promotion=promotion).code
    assert len(chosen) == 8
    assert chosen == chosen.upper()


def test_until_clover_a_code_held_its_coupon(stripe: Stripe) -> None:
    old = stripe.at_version("2024-06-20")
    coupon = old.post("/v1/coupons", percent_off=10)
    code = old.post("/v1/promotion_codes", coupon=coupon.id, code="OLD")
    assert (code.coupon.id, code.coupon.percent_off) == (coupon.id, 10)
    assert code.promotion.coupon == coupon.id
    assert stripe.get(f"/v1/promotion_codes/{code.id}").promotion.coupon == coupon.id
    missing = old.post("/v1/promotion_codes", coupon="none")
    assert missing.refusal == (400, "invalid_request_error", "resource_missing", "coupon")


def test_a_code_for_new_customers_is_not_for_those_who_have_paid(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10)
    code = stripe.post(
        "/v1/promotion_codes",
        promotion={"type": "coupon", "coupon": coupon.id},
        restrictions={"first_time_transaction": True},
    )
    customer = stripe.post("/v1/customers", source="tok_visa").id
    told = {"customer": customer, "discounts": [{"promotion_code": code.id}]}
    assert open_session(stripe, **told).http == 200
    stripe.post("/v1/charges", customer=customer, amount=500, currency="usd")
    refused = open_session(stripe, **told)
    why, at = "promotion_code_customer_not_first_time", "discounts[0][promotion_code]"
    assert refused.refusal == (400, "invalid_request_error", why, at)
    assert refused.error.message == (
        "This promotion code cannot be redeemed because the associated customer has prior"
        " transactions."
    )


@pytest.mark.parametrize(
    ("told", "param"),
    [
        ({"expires_at": 1000}, "expires_at"),
        ({"restrictions": {"minimum_amount": 500}}, "restrictions[minimum_amount_currency]"),
    ],
)
def test_a_code_is_good_for_some_time_and_its_minimum_has_a_currency(
    stripe: Stripe, told: dict[str, Any], param: str
) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10)
    promotion = {"type": "coupon", "coupon": coupon.id}
    refused = stripe.post("/v1/promotion_codes", promotion=promotion, **told)
    assert refused.refusal[3] == param


def test_a_coupon_shows_only_what_it_is_made_of(stripe: Stripe) -> None:
    made = stripe.post("/v1/coupons", percent_off=10, currency="usd", duration_in_months=3)
    assert (made.currency, made.duration, made.duration_in_months) == (None, "once", None)
    months = {"duration": "repeating", "duration_in_months": 0}
    refused = stripe.post("/v1/coupons", percent_off=10, **months)
    assert refused.error.param == "duration_in_months"


def test_the_name_of_a_coupon_is_short(stripe: Stripe) -> None:
    long = {"percent_off": 5, "name": "n" * 41}
    refused = stripe.post("/v1/coupons", **long)
    assert refused.refusal == (400, "invalid_request_error", None, "name")
    assert refused.error.message == "Invalid string: nnnn...nnnn; must be at most 40 characters"


def test_a_code_is_made_of_letters_and_numbers(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=5).id
    promotion = {"type": "coupon", "coupon": coupon}
    refused = stripe.post("/v1/promotion_codes", promotion=promotion, code="has spaces!")
    assert refused.refusal == (400, "invalid_request_error", None, "code")
    assert refused.error.message == (
        r"This value must match the regex pattern. (/\A[a-zA-Z0-9\-_]+\z/ does not match for the"
        " value has spaces!)."
    )
    assert stripe.post("/v1/promotion_codes", promotion=promotion, code="May-2027_x").http == 200


def test_a_code_promotes_something(stripe: Stripe) -> None:
    refused = stripe.post("/v1/promotion_codes", promotion={"type": "coupon"})
    assert refused.refusal == (400, "invalid_request_error", None, "promotion.coupon")
    assert refused.error.message == "You must pass promotion.coupon when passing promotion"


def test_who_has_redeemed_a_coupon_that_is_deleted_keeps_it(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="HALF", percent_off=50, duration="forever")
    price = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=1000,
        product_data={"name": "Mug"},
        recurring={"interval": "week"},
    ).id
    customer = stripe.post("/v1/customers", source="tok_visa").id
    subscription = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price}],
        discounts=[{"coupon": "HALF"}],
    )
    stripe.types()
    assert stripe.delete("/v1/coupons/HALF").deleted
    assert stripe.types() == ["coupon.deleted"]
    assert stripe.get("/v1/coupons/HALF").http == 404
    stripe.advance(days=15)
    path = f"/v1/subscriptions/{subscription.id}"
    assert stripe.get(path, expand=["latest_invoice"]).latest_invoice.total == 500
    shown = stripe.at_version("2024-06-20").get(path)
    assert (shown.discount.coupon.percent_off, shown.discount.coupon.valid) == (50, False)
    refused = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price}],
        discounts=[{"coupon": "HALF"}],
    )
    assert refused.http == 400


def test_an_update_that_changes_nothing_is_not_told_of(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=50)
    stripe.types()
    for _ in range(2):
        stripe.post(f"/v1/coupons/{coupon.id}", name="Half")
    assert stripe.types() == ["coupon.updated"]
