"""What coupons and promotion codes are good for, and for whom.

Source: API reference, "Coupons", "Promotion Codes" (restrictions).
"""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import goods, open_session


def coupon(stripe: Stripe, **params: Any) -> str:
    return str(stripe.post("/v1/coupons", **({"duration": "once"} | params)).id)


def code_of(stripe: Stripe, coupon: str, **params: Any) -> Reply:
    return stripe.post(
        "/v1/promotion_codes", promotion={"type": "coupon", "coupon": coupon}, **params
    )


def typed(stripe: Stripe, session: Any, code: str) -> Reply:
    return stripe.post(f"/v1/payment_pages/{session.id}", promotion_code=code)


def test_a_code_whose_coupon_was_deleted_is_good_no_more(stripe: Stripe) -> None:
    gone = coupon(stripe, percent_off=25)
    code = code_of(stripe, gone, code="SPRING")
    stripe.delete(f"/v1/coupons/{gone}")
    assert open_session(stripe, discounts=[{"promotion_code": code.id}]).http == 400
    session = open_session(stripe, allow_promotion_codes=True)
    assert typed(stripe, session, "SPRING").http == 400


def test_a_code_that_is_redeemed_tells_of_it(stripe: Stripe) -> None:
    code = code_of(stripe, coupon(stripe, percent_off=25))
    product = stripe.post("/v1/products", name="Mug").id
    monthly = {"currency": "usd", "unit_amount": 500, "recurring": {"interval": "month"}}
    customer = stripe.post("/v1/customers", source="tok_visa").id
    stripe.told()
    items = [{"price_data": monthly | {"product": product}}]
    discounts = [{"promotion_code": code.id}]
    stripe.post("/v1/subscriptions", customer=customer, items=items, discounts=discounts)
    [told] = [each for each in stripe.told() if each.type == "promotion_code.updated"]
    assert (told.data.object.id, told.data.object.times_redeemed) == (code.id, 1)
    assert told.data.previous_attributes == {"times_redeemed": 0}
    assert stripe.get(f"/v1/coupons/{code.promotion.coupon}").times_redeemed == 1


def test_an_amount_is_taken_off_in_its_own_currencies_alone(stripe: Stripe) -> None:
    euros = coupon(stripe, amount_off=500, currency="eur")
    refused = open_session(stripe, discounts=[{"coupon": euros}])
    assert refused.refusal == (400, "invalid_request_error", None, "discounts[0]")
    sentence = "The {} default currency (eur) does not match the line item currency (usd)."
    assert refused.error.message == sentence.format("coupon")
    coded = open_session(stripe, discounts=[{"promotion_code": code_of(stripe, euros).id}])
    assert coded.error.message == sentence.format("promotion code")
    stripe.post(f"/v1/coupons/{euros}", currency_options={"usd": {"amount_off": 600}})
    assert open_session(stripe, discounts=[{"coupon": euros}]).amount_total == 1900
    both = coupon(
        stripe, amount_off=500, currency="eur", currency_options={"usd": {"amount_off": 700}}
    )
    assert open_session(stripe, discounts=[{"coupon": both}]).amount_total == 1800


@pytest.mark.parametrize(
    ("restrictions", "status"),
    [
        ({"minimum_amount": 2500, "minimum_amount_currency": "usd"}, 200),
        ({"minimum_amount": 2501, "minimum_amount_currency": "usd"}, 400),
        ({"minimum_amount": 100, "minimum_amount_currency": "eur"}, 400),
        (
            {
                "minimum_amount": 9900,
                "minimum_amount_currency": "eur",
                "currency_options": {"usd": {"minimum_amount": 2500}},
            },
            200,
        ),
    ],
)
def test_a_code_wants_as_much_to_be_bought_as_it_says(
    stripe: Stripe, restrictions: dict[str, Any], status: int
) -> None:
    code = code_of(stripe, coupon(stripe, percent_off=50), restrictions=restrictions)
    assert open_session(stripe, discounts=[{"promotion_code": code.id}]).http == status
    session = open_session(stripe, allow_promotion_codes=True)
    assert typed(stripe, session, code.code).http == status


def test_a_customers_own_code_is_nobody_elses(stripe: Stripe) -> None:
    customer, other = (stripe.post("/v1/customers").id for _ in range(2))
    code = code_of(stripe, coupon(stripe, percent_off=50), customer=customer)
    discounts = [{"promotion_code": code.id}]
    assert open_session(stripe, discounts=discounts, customer=customer).http == 200
    assert open_session(stripe, discounts=discounts, customer=other).http == 400
    assert open_session(stripe, discounts=discounts).http == 400
    guest = open_session(stripe, allow_promotion_codes=True)
    assert typed(stripe, guest, code.code).http == 400


def test_one_discount_is_a_coupon_or_a_code(stripe: Stripe) -> None:
    half = coupon(stripe, percent_off=50)
    both = {"coupon": half, "promotion_code": code_of(stripe, half).id}
    refused = open_session(stripe, discounts=[both])
    assert refused.refusal == (400, "invalid_request_error", "parameters_exclusive", "discounts[0]")
    assert refused.error.message == (
        "You may only specify one of these parameters: coupon, promotion_code."
    )


def test_a_coupon_shows_its_products_and_other_currencies_only_when_asked(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug").id
    made = stripe.post(
        "/v1/coupons",
        amount_off=500,
        currency="eur",
        currency_options={"usd": {"amount_off": 600}},
        applies_to={"products": [product]},
    )
    hidden = {"applies_to", "currency_options"}
    assert not hidden & made.body.keys()
    assert not hidden & stripe.told()[-1].data.object.keys()
    asked = stripe.get(f"/v1/coupons/{made.id}", expand=["applies_to", "currency_options"])
    assert asked.applies_to == {"products": [product]}
    assert asked.currency_options == {"usd": {"amount_off": 600}}
    wrong = stripe.post("/v1/coupons", percent_off=5, applies_to={"products": ["prod_no"]})
    assert wrong.refusal[2:] == ("resource_missing", "applies_to[products][0]")


def test_a_discount_is_for_the_products_that_its_coupon_names(stripe: Stripe) -> None:
    products = [stripe.post("/v1/products", name=name).id for name in ("Mug", "Tea")]
    mug, tea = ({"product": id, "currency": "usd", "unit_amount": 1000} for id in products)
    only = coupon(stripe, percent_off=50, applies_to={"products": products[:1]})
    lines = [{"price_data": data, "quantity": 1} for data in (mug, tea)]
    assert open_session(stripe, *lines, discounts=[{"coupon": only}]).amount_total == 1500
    assert open_session(stripe, goods(), discounts=[{"coupon": only}]).amount_total == 2500


def test_codes_are_found_by_their_coupon_and_in_whatever_letters(stripe: Stripe) -> None:
    one, two = (coupon(stripe, percent_off=percent) for percent in (10, 20))
    spring, summer = (
        code_of(stripe, of, code=code) for of, code in ((one, "SPRING"), (two, "SUMMER"))
    )
    stripe.post(f"/v1/promotion_codes/{summer.id}", active=False)

    def listed(**filters: Any) -> list[str]:
        return [code.id for code in stripe.get("/v1/promotion_codes", **filters).data]

    assert listed() == [summer.id, spring.id]
    assert listed(coupon=one) == [spring.id]
    assert listed(code="sprinG") == [spring.id]
    assert listed(active=False) == [summer.id]
    missed = stripe.get("/v1/promotion_codes", coupon="NO")
    assert missed.refusal == (400, "invalid_request_error", "resource_missing", "coupon")


def subscribed(stripe: Stripe, customer: str) -> str:
    price = {
        "product": stripe.post("/v1/products", name="Tea").id,
        "currency": "usd",
        "unit_amount": 900,
        "recurring": {"interval": "month"},
    }
    made = stripe.post("/v1/subscriptions", customer=customer, items=[{"price_data": price}])
    return f"/v1/subscriptions/{made.id}"


def test_a_subscriber_who_has_paid_is_no_first_time_customer(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    path = subscribed(stripe, customer)
    only_first = {"first_time_transaction": True}
    code = code_of(stripe, coupon(stripe, percent_off=50), restrictions=only_first)
    refused = stripe.post(path, discounts=[{"promotion_code": code.id}])
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "promotion_code_customer_not_first_time",
        "discounts[0][promotion_code]",
    )
    assert refused.error.message == (
        "This promotion code cannot be redeemed because the associated customer has prior"
        " transactions."
    )


def test_a_customers_own_code_is_good_for_their_subscription(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    path = subscribed(stripe, customer)
    code = code_of(stripe, coupon(stripe, percent_off=50), customer=customer)
    assert len(stripe.post(path, discounts=[{"promotion_code": code.id}]).discounts) == 1
    old = stripe.at_version("2020-08-27")
    assert old.post(f"/v1/customers/{customer}", promotion_code=code.id).http == 200


def test_a_subscription_is_not_given_a_code_that_wants_so_much_to_be_bought(
    stripe: Stripe,
) -> None:
    path = subscribed(stripe, stripe.post("/v1/customers", source="tok_visa").id)
    least = {"minimum_amount": 100, "minimum_amount_currency": "usd"}
    code = code_of(stripe, coupon(stripe, percent_off=50), restrictions=least)
    refused = stripe.post(path, discounts=[{"promotion_code": code.id}])
    assert refused.http == 400
    assert refused.error.message == (
        "This promotion code cannot be redeemed on a subscription update because it uses the"
        " `minimum_amount` restriction and the amount may change."
    )
