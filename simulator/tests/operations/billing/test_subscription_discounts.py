"""Coupons and tax rates of Subscriptions: what each invoice comes to.

Source: Stripe docs, "Coupons", "Tax rates"; API reference, "Discounts".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

MONTHLY = {"recurring": {"interval": "month"}}


def subscribe(stripe: Stripe, **more: Any) -> Any:
    product = stripe.post("/v1/products", name="Standard plan")
    price = stripe.post(
        "/v1/prices", product=product.id, currency="usd", unit_amount=2500, **MONTHLY
    )
    customer = stripe.post("/v1/customers", source="tok_visa")
    return stripe.post(
        "/v1/subscriptions", customer=customer.id, items=[{"price": price.id}], **more
    )


def totals(stripe: Stripe, subscription: str) -> list[int]:
    """What the invoices came to, the first first."""
    listed = stripe.get("/v1/invoices", subscription=subscription, limit=100)
    return [invoice.amount_paid for invoice in reversed(listed.data)]


@pytest.mark.parametrize(
    ("coupon", "paid"),
    [
        ({"duration": "once"}, [2250, 2500, 2500]),
        ({"duration": "forever"}, [2250, 2250, 2250]),
        ({"duration": "repeating", "duration_in_months": 1}, [2250, 2500, 2500]),
        ({"duration": "repeating", "duration_in_months": 2}, [2250, 2250, 2500]),
    ],
)
def test_a_coupon_is_good_for_so_many_invoices(
    stripe: Stripe, coupon: dict[str, Any], paid: list[int]
) -> None:
    made = stripe.post("/v1/coupons", percent_off=10, **coupon)
    subscription = subscribe(stripe, discounts=[{"coupon": made.id}])
    stripe.advance(days=63)
    assert totals(stripe, subscription.id) == paid
    assert stripe.get(f"/v1/coupons/{made.id}").times_redeemed == 1


def test_an_invoice_says_what_was_taken_off(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", amount_off=400, currency="usd", duration="forever")
    subscription = subscribe(
        stripe, discounts=[{"coupon": coupon.id}], expand=["latest_invoice", "discounts"]
    )
    [discount] = subscription.discounts
    assert (discount.object, discount.source.coupon) == ("discount", coupon.id)
    assert discount.subscription == subscription.id
    invoice = subscription.latest_invoice
    assert (invoice.subtotal, invoice.total, invoice.amount_paid) == (2500, 2100, 2100)
    assert invoice.total_discount_amounts == [{"amount": 400, "discount": discount.id}]
    [line] = invoice.lines.data
    assert (line.amount, line.subtotal) == (2500, 2500)
    assert line.discount_amounts == [{"amount": 400, "discount": discount.id}]


def test_a_coupon_waits_for_the_end_of_a_trial(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=20, duration="once")
    subscription = subscribe(stripe, trial_period_days=7, discounts=[{"coupon": coupon.id}])
    assert len(subscription.discounts) == 1
    stripe.advance(days=8)
    assert totals(stripe, subscription.id) == [0, 2000]
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").discounts == []


@pytest.mark.parametrize(("inclusive", "total"), [(False, 3000), (True, 2500)])
def test_tax_is_on_top_or_within(stripe: Stripe, inclusive: bool, total: int) -> None:
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=inclusive)
    subscription = subscribe(stripe, default_tax_rates=[rate.id], expand=["latest_invoice"])
    assert [known.id for known in subscription.default_tax_rates] == [rate.id]
    invoice = subscription.latest_invoice
    [tax] = invoice.total_taxes
    assert (invoice.subtotal, invoice.total, invoice.amount_paid) == (2500, total, total)
    assert invoice.total_excluding_tax == total - tax.amount
    assert tax.tax_rate_details.tax_rate == rate.id
    assert tax.tax_behavior == ("inclusive" if inclusive else "exclusive")


def test_a_page_charges_what_it_shows(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="once")
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False)
    session = open_session(
        stripe,
        goods(2500, price_data=MONTHLY, tax_rates=[rate.id]),
        goods(1000),
        mode="subscription",
        discounts=[{"coupon": coupon.id}],
    )
    assert session.amount_total == 2250 + 450 + 900
    assert pay(stripe, session) is None
    invoice = again(stripe, session, expand=["invoice"]).invoice
    assert (invoice.total, invoice.amount_paid) == (session.amount_total, session.amount_total)


def test_a_coupon_for_one_product_leaves_the_others_alone(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug")
    price = stripe.post("/v1/prices", product=product.id, currency="usd", unit_amount=2000)
    only = {"products": [product.id]}
    coupon = stripe.post("/v1/coupons", percent_off=50, duration="once", applies_to=only)
    session = open_session(
        stripe,
        {"price": price.id, "quantity": 1},
        goods(1000),
        discounts=[{"coupon": coupon.id}],
        expand=["line_items"],
    )
    assert [line.amount_discount for line in session.line_items.data] == [1000, 0]


def test_an_empty_coupon_takes_the_discount_away_until_basil(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="forever")
    subscription = subscribe(stripe, discounts=[{"coupon": coupon.id}])
    old = stripe.at_version("2020-08-27")
    path = f"/v1/subscriptions/{subscription.id}"
    assert old.get(path).discount.coupon.id == coupon.id
    assert old.post(path, coupon="").discount is None
    stripe.advance(days=32)
    assert totals(stripe, subscription.id) == [2250, 2500]
