"""A Customer could be given a coupon, and be freed of it, until basil."""

from simulator.tests.calls import Stripe

CUSTOMERS = "/v1/customers"


def test_until_basil_a_coupon_could_be_given_to_a_customer(stripe: Stripe) -> None:
    stripe = stripe.at_version("2022-11-15")
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="forever")
    customer = stripe.post(CUSTOMERS, coupon=coupon.id)
    assert (customer.discount.coupon.id, customer.discount.customer) == (coupon.id, customer.id)
    gone = stripe.delete(f"{CUSTOMERS}/{customer.id}/discount")
    assert (gone.object, gone.deleted) == ("discount", True)
    assert (gone.coupon.id, gone.source.coupon) == (coupon.id, coupon.id)
    assert stripe.get(f"{CUSTOMERS}/{customer.id}").discount is None
    refused = stripe.post(CUSTOMERS, coupon="none")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "coupon")


def test_an_empty_coupon_takes_away_the_discount_of_a_customer(stripe: Stripe) -> None:
    stripe = stripe.at_version("2022-11-15")
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="forever")
    customer = stripe.post(CUSTOMERS, coupon=coupon.id)
    stripe.types()
    assert stripe.post(f"{CUSTOMERS}/{customer.id}", coupon="").discount is None
    assert stripe.types() == ["customer.discount.deleted", "customer.updated"]
    assert stripe.post(f"{CUSTOMERS}/{customer.id}", coupon="").http == 200
    assert stripe.types() == []
    assert stripe.post(CUSTOMERS, coupon="").error.code == "parameter_invalid_empty"


def test_a_coupon_in_the_place_of_another_is_told_of_as_an_updated_discount(stripe: Stripe) -> None:
    stripe = stripe.at_version("2022-11-15")
    first, second = (
        stripe.post("/v1/coupons", percent_off=off, duration="forever") for off in (10, 20)
    )
    customer = stripe.post(CUSTOMERS, coupon=first.id)
    assert "customer.discount.created" in stripe.types()
    after = stripe.post(f"{CUSTOMERS}/{customer.id}", coupon=second.id)
    assert after.discount.coupon.id == second.id
    told, of_customer = stripe.told()
    assert (told.type, of_customer.type) == ("customer.discount.updated", "customer.updated")
    assert told.data.object["id"] == after.discount.id
    assert told.data.previous_attributes["id"] == customer.discount.id
