"""What is given back, and billed, when a Subscription is canceled in the middle of a period.

Source: API reference, "Cancel a subscription" (invoice_now, prorate).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

WEEK = 7 * 86_400


@pytest.fixture
def subscription(stripe: Stripe) -> Any:
    """For $10 a week, half of which is over."""
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "week"}}
    price = stripe.post("/v1/prices", product=product, **sold).id
    customer = stripe.post("/v1/customers", source="tok_visa").id
    made = stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}])
    stripe.advance(seconds=WEEK // 2)
    stripe.types()
    return made


def cancel(stripe: Stripe, subscription: Any, **more: Any) -> Any:
    return stripe.delete(f"/v1/subscriptions/{subscription.id}", **more)


def test_whoever_says_when_it_ends_has_asked_for_it(stripe: Stripe, subscription: Any) -> None:
    path = f"/v1/subscriptions/{subscription.id}"
    said = {"feedback": "unused"}
    ends = stripe.post(path, cancel_at_period_end=True, cancellation_details=said)
    assert ends.cancellation_details.reason == "cancellation_requested"
    assert ends.cancellation_details.feedback == "unused"
    [event] = stripe.get("/v1/events", type="customer.subscription.updated").data
    assert event.data.previous_attributes == {
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"feedback": None, "reason": None},
    }
    goes_on = stripe.post(path, cancel_at_period_end=False)
    assert goes_on.cancellation_details.reason is None


def test_what_is_left_is_credited_with_the_next_invoice(stripe: Stripe, subscription: Any) -> None:
    assert cancel(stripe, subscription, prorate=True).status == "canceled"
    assert stripe.types() == ["invoiceitem.created", "customer.subscription.deleted"]
    [item] = stripe.get("/v1/invoiceitems", customer=subscription.customer, pending=True).data
    assert (item.amount, item.proration) == (-500, True)


def test_a_last_invoice_makes_it_the_customers_balance(stripe: Stripe, subscription: Any) -> None:
    over = cancel(stripe, subscription, prorate=True, invoice_now=True, expand=["latest_invoice"])
    assert (over.status, over.latest_invoice.total) == ("canceled", -500)
    assert (over.latest_invoice.status, over.latest_invoice.amount_due) == ("paid", 0)
    assert stripe.get(f"/v1/customers/{subscription.customer}").balance == -500
    assert stripe.types()[-1] == "customer.subscription.deleted"


def test_what_waited_is_charged_with_the_last_invoice(stripe: Stripe, subscription: Any) -> None:
    more = [{"id": subscription.body["items"]["data"][0]["id"], "quantity": 3}]
    stripe.post(f"/v1/subscriptions/{subscription.id}", items=more)
    over = cancel(stripe, subscription, invoice_now=True, expand=["latest_invoice"])
    assert over.latest_invoice.amount_paid == 1000
    assert stripe.get("/v1/invoiceitems", customer=subscription.customer, pending=True).data == []


def test_otherwise_nothing_is_given_back(stripe: Stripe, subscription: Any) -> None:
    cancel(stripe, subscription, invoice_now=True)
    assert stripe.types() == ["customer.subscription.deleted"]


def test_an_invoice_that_is_collected_no_more_is_told_of(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "week"}}
    price = stripe.post("/v1/prices", product=product, **sold).id
    customer = stripe.post("/v1/customers", source="tok_visa").id
    made = stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}])
    stripe.advance(seconds=WEEK)
    stripe.told()
    cancel(stripe, made)
    told = {event.type: event.data for event in stripe.told()}
    assert told["invoice.updated"].object.auto_advance is False
    assert told["invoice.updated"].previous_attributes.auto_advance is True
