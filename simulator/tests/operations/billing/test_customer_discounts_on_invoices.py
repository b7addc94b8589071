"""The Discount of a Customer is good for its invoices that have none of their own.

Source: API reference, "Create an invoice" (discounts), "Create a subscription" (discounts).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

BEFORE_BASIL = "2024-06-20"


@pytest.fixture
def price(stripe: Stripe) -> str:
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product, **sold).id)


def discounted(stripe: Stripe, duration: str = "forever", percent: int = 50) -> str:
    old = stripe.at_version(BEFORE_BASIL)
    coupon = stripe.post("/v1/coupons", percent_off=percent, duration=duration).id
    return str(old.post("/v1/customers", source="tok_visa", coupon=coupon).id)


def billed(stripe: Stripe, customer: str, **more: Any) -> Any:
    stripe.post("/v1/invoiceitems", customer=customer, amount=2000, currency="usd")
    drawn_up = {"customer": customer, "pending_invoice_items_behavior": "include"}
    draft = stripe.post("/v1/invoices", **drawn_up, **more)
    stripe.types()
    return stripe.post(f"/v1/invoices/{draft.id}/finalize")


def subscribed(stripe: Stripe, customer: str, price: str, **more: Any) -> Any:
    return stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price}],
        expand=["latest_invoice"], **more,
    )  # fmt: skip


def totals(stripe: Stripe, customer: str) -> list[int]:
    return [
        invoice.total for invoice in reversed(stripe.get("/v1/invoices", customer=customer).data)
    ]


def test_an_invoice_gets_the_discount_of_its_customer(stripe: Stripe) -> None:
    customer = discounted(stripe)
    held = stripe.get(f"/v1/customers/{customer}").discount.id
    invoice = billed(stripe, customer)
    assert (invoice.subtotal, invoice.total, invoice.discounts) == (2000, 1000, [held])
    assert billed(stripe, customer, discounts="").total == 2000, "it can be left out"
    other = stripe.post("/v1/coupons", percent_off=10).id
    assert billed(stripe, customer, discounts=[{"coupon": other}]).total == 1800


def test_each_invoice_of_a_subscription_gets_it(stripe: Stripe, price: str) -> None:
    customer = discounted(stripe)
    made = subscribed(stripe, customer, price)
    assert (made.latest_invoice.total, made.discounts) == (500, [])
    assert stripe.post("/v1/invoices/create_preview", subscription=made.id).total == 500
    stripe.advance(days=32)
    assert totals(stripe, customer) == [500, 500]


def test_a_subscriptions_own_discount_takes_its_place(stripe: Stripe, price: str) -> None:
    customer = discounted(stripe)
    own = stripe.post("/v1/coupons", percent_off=10, duration="forever").id
    made = subscribed(stripe, customer, price, discounts=[{"coupon": own}])
    assert made.latest_invoice.total == 900
    stripe.advance(days=32)
    assert totals(stripe, customer) == [900, 900]


def test_what_is_good_once_is_spent_by_an_invoice(stripe: Stripe, price: str) -> None:
    customer = discounted(stripe, duration="once")
    assert billed(stripe, customer).total == 1000
    assert stripe.types()[:2] == ["customer.discount.deleted", "customer.updated"]
    assert stripe.get(f"/v1/customers/{customer}").discount is None
    assert billed(stripe, customer).total == 2000


def test_a_trial_does_not_spend_it(stripe: Stripe, price: str) -> None:
    customer = discounted(stripe, duration="once")
    subscribed(stripe, customer, price, trial_period_days=5)
    stripe.advance(days=40)
    assert totals(stripe, customer) == [0, 500, 1000]
