"""What a change in the middle of a period gives back and costs.

Source: Stripe docs, "Prorations".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

WEEK = 7 * 86_400


def price(stripe: Stripe, amount: int, name: str) -> str:
    product = stripe.post("/v1/products", name=name)
    sold = {"currency": "usd", "unit_amount": amount, "recurring": {"interval": "week"}}
    return str(stripe.post("/v1/prices", product=product.id, **sold).id)


@pytest.fixture
def subscription(stripe: Stripe) -> Any:
    """A Subscription to something for $10 a week, half of which is over."""
    customer = stripe.post("/v1/customers", source="tok_visa")
    basic = price(stripe, 1000, "Basic")
    made = stripe.post("/v1/subscriptions", customer=customer.id, items=[{"price": basic}])
    stripe.advance(seconds=WEEK // 2)
    stripe.types()
    return made


def switch(stripe: Stripe, subscription: Any, **more: Any) -> Any:
    """To something for $30 a week."""
    [item] = subscription.body["items"]["data"]
    change = {"id": item.id, "price": price(stripe, 3000, "Plus")}
    stripe.types()
    return stripe.post(f"/v1/subscriptions/{subscription.id}", items=[change], **more)


def test_a_credit_names_what_it_gives_back(stripe: Stripe, subscription: Any) -> None:
    first = stripe.get(f"/v1/invoices/{subscription.latest_invoice}")
    billed = {"invoice": first.id, "invoice_line_items": [first.lines.data[0].id]}
    changed = switch(stripe, subscription, proration_behavior="always_invoice")
    gives, costs = stripe.get(f"/v1/invoices/{changed.latest_invoice}").lines.data

    def named(line: Any) -> Any:
        return line.parent.subscription_item_details.proration_details.credited_items

    assert (named(gives), named(costs)) == (billed, None)
    switch(stripe, subscription)
    _, credit = stripe.get("/v1/invoiceitems", customer=changed.customer, pending=True).data
    details = credit.proration_details.credited_items
    assert details.type == "invoice_line_items"
    assert details.invoice_line_item_details == {
        "invoice": changed.latest_invoice,
        "invoice_line_items": [costs.id],
    }
    switch(stripe, subscription)
    newest = stripe.get("/v1/invoiceitems", customer=changed.customer, pending=True).data
    _, credit, debit, _ = newest
    details = credit.proration_details.credited_items
    assert (details.type, details.invoice_item) == ("invoice_item", debit.id)


def test_the_rest_of_the_period_is_credited_and_billed_with_the_next(
    stripe: Stripe, subscription: Any
) -> None:
    changed = switch(stripe, subscription)
    assert stripe.types() == [
        "invoiceitem.created",
        "invoiceitem.created",
        "customer.subscription.updated",
    ]
    waiting = stripe.get("/v1/invoiceitems", customer=changed.customer, pending=True).data
    assert [(item.amount, item.proration) for item in reversed(waiting)] == [
        (-500, True),
        (1500, True),
    ]
    assert waiting[1].description.startswith("Unused time on Basic after ")
    assert waiting[0].description.startswith("Remaining time on Plus after ")
    stripe.advance(seconds=WEEK)
    latest = stripe.get(f"/v1/subscriptions/{subscription.id}", expand=["latest_invoice"])
    invoice = latest.latest_invoice
    assert (invoice.amount_paid, len(invoice.lines.data)) == (3000 + 1500 - 500, 3)
    prorated = [line for line in invoice.lines.data if line.amount != 3000]
    assert all(line.parent.subscription_item_details.proration for line in prorated)


def test_always_invoice_collects_the_difference_at_once(stripe: Stripe, subscription: Any) -> None:
    changed = switch(
        stripe, subscription, proration_behavior="always_invoice", expand=["latest_invoice"]
    )
    invoice = changed.latest_invoice
    assert (invoice.billing_reason, invoice.status) == ("subscription_update", "paid")
    assert invoice.amount_paid == 1000
    stripe.advance(seconds=WEEK)
    listed = stripe.get("/v1/invoices", subscription=subscription.id).data
    assert [invoice.amount_paid for invoice in listed] == [3000, 1000, 1000]


def test_without_proration_only_the_next_period_is_another(
    stripe: Stripe, subscription: Any
) -> None:
    switch(stripe, subscription, proration_behavior="none")
    assert stripe.types() == ["customer.subscription.updated"]
    stripe.advance(seconds=WEEK)
    listed = stripe.get("/v1/invoices", subscription=subscription.id).data
    assert [invoice.amount_paid for invoice in listed] == [3000, 1000]


def test_more_of_the_same_is_prorated_and_the_same_is_not(
    stripe: Stripe, subscription: Any
) -> None:
    [item] = subscription.body["items"]["data"]
    path = f"/v1/subscriptions/{subscription.id}"
    stripe.post(path, items=[{"id": item.id, "quantity": 1}])
    assert stripe.types() == []
    stripe.post(path, items=[{"id": item.id, "quantity": 3}])
    waiting = stripe.get("/v1/invoiceitems", customer=subscription.customer).data
    assert [item.amount for item in reversed(waiting)] == [-500, 1500]
    assert waiting[0].description.startswith("Remaining time on 3 × Basic after ")


def test_what_is_to_be_sent_stays_a_draft_for_an_hour(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    sent = {"collection_method": "send_invoice", "days_until_due": 30}
    items = [{"price": price(stripe, 1000, "Basic")}]
    made = stripe.post("/v1/subscriptions", customer=customer, items=items, **sent)
    changed = switch(stripe, made, proration_behavior="always_invoice", expand=["latest_invoice"])
    invoice = changed.latest_invoice
    assert (invoice.billing_reason, invoice.status) == ("subscription_update", "draft")
    stripe.advance(hours=2)
    assert stripe.get(f"/v1/invoices/{invoice.id}").status == "open"
