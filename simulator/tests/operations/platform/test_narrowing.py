"""What lists are narrowed by: filters that name something, that compare, and test clocks."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import NOW, Reply, Stripe

MISSING = (400, "invalid_request_error", "resource_missing")
DAY = 86_400


def subscription_of(stripe: Stripe, **customer: Any) -> Reply:
    """A Subscription of a new Customer, with all that comes of it, and an item that waits."""
    product = stripe.post("/v1/products", name="Standard plan")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=2500,
        recurring={"interval": "month"},
    )
    owner = stripe.post("/v1/customers", source="tok_visa", **customer)
    stripe.post("/v1/invoiceitems", customer=owner.id, amount=100, currency="usd")
    return stripe.post("/v1/subscriptions", customer=owner.id, items=[{"price": price.id}])


def listed(stripe: Stripe, path: str, **params: Any) -> list[str]:
    return [each.id for each in stripe.get(path, **params).data]


@pytest.mark.parametrize(
    ("path", "name", "noun"),
    [
        ("invoiceitems", "customer", "customer"),
        ("invoiceitems", "invoice", "invoice"),
        ("invoices", "subscription", "subscription"),
        ("setup_intents", "customer", "customer"),
        ("checkout/sessions", "customer", "customer"),
        ("checkout/sessions", "payment_intent", "payment_intent"),
        ("checkout/sessions", "subscription", "subscription"),
        ("subscriptions", "price", "price"),
        ("subscriptions", "test_clock", "billingclock"),
        ("disputes", "charge", "charge"),
        ("promotion_codes", "coupon", "coupon"),
        ("customers", "test_clock", "billingclock"),
        ("balance_transactions", "payout", "payout"),
        ("credit_notes", "invoice", "invoice"),
        ("invoice_payments", "invoice", "invoice"),
        ("transfers", "destination", "destination"),
    ],
)
def test_a_filter_names_what_there_is(stripe: Stripe, path: str, name: str, noun: str) -> None:
    refused = stripe.get(f"/v1/{path}", **{name: "nothing_x"})
    assert refused.refusal == (*MISSING, name)
    assert refused.error.message == f"No such {noun}: 'nothing_x'"


def test_a_deleted_customer_still_has_its_lists(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", payment_method="pm_card_visa")
    paid = stripe.paid(customer=customer.id)
    stripe.delete(f"/v1/customers/{customer.id}")
    assert listed(stripe, "/v1/payment_intents", customer=customer.id) == [paid.id]


def test_subscriptions_are_found_by_their_period(stripe: Stripe) -> None:
    made = subscription_of(stripe)
    [item] = made.body["items"]["data"]
    path, ends = "/v1/subscriptions", item.current_period_end
    assert listed(stripe, path, current_period_end={"lte": ends}) == [made.id]
    assert listed(stripe, path, current_period_end={"lt": ends}) == []
    assert listed(stripe, path, current_period_start=item.current_period_start) == [made.id]
    assert listed(stripe, path, current_period_start={"gt": NOW}) == []


def test_subscriptions_are_found_by_what_they_are(stripe: Stripe) -> None:
    made = subscription_of(stripe)
    [item] = made.body["items"]["data"]
    other = stripe.post(
        "/v1/prices",
        product=item.price.product,
        currency="usd",
        unit_amount=1,
        recurring={"interval": "month"},
    )
    for asked, found in (
        ({"plan": item.price.id}, [made.id]),
        ({"plan": other.id}, []),
        ({"collection_method": "charge_automatically"}, [made.id]),
        ({"collection_method": "send_invoice"}, []),
        ({"automatic_tax": {"enabled": False}}, [made.id]),
        ({"automatic_tax": {"enabled": True}}, []),
    ):
        assert listed(stripe, "/v1/subscriptions", **asked) == found, asked


def test_invoices_are_found_by_when_they_are_due(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    terms = {"collection_method": "send_invoice", "days_until_due": 7}
    due = stripe.post("/v1/invoices", customer=customer, **terms)
    stripe.post("/v1/invoices", customer=customer)
    assert listed(stripe, "/v1/invoices", due_date={"gt": NOW}) == [due.id]
    assert listed(stripe, "/v1/invoices", due_date={"gt": NOW + 8 * DAY}) == []


def test_invoice_items_wait_or_are_billed(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    draft = stripe.post("/v1/invoices", customer=customer)
    asked = {"customer": customer, "amount": 100, "currency": "usd"}
    billed = stripe.post("/v1/invoiceitems", invoice=draft.id, **asked)
    waits = stripe.post("/v1/invoiceitems", **asked)
    path = "/v1/invoiceitems"
    assert listed(stripe, path, pending=True) == [waits.id]
    assert listed(stripe, path, pending=False) == [billed.id]
    assert listed(stripe, path) == [waits.id, billed.id]


PATHS = ("subscriptions", "invoices", "invoiceitems", "payment_intents", "charges")


@pytest.mark.parametrize("path", PATHS)
def test_what_lives_by_a_test_clock_is_in_no_list_of_all(stripe: Stripe, path: str) -> None:
    clock = stripe.post("/v1/test_helpers/test_clocks", frozen_time=NOW + DAY)
    subscription_of(stripe)
    own = listed(stripe, f"/v1/{path}")
    there = subscription_of(stripe, test_clock=clock.id)
    assert own
    assert listed(stripe, f"/v1/{path}") == own
    named = listed(stripe, f"/v1/{path}", customer=there.customer)
    assert named
    assert not {*named} & {*own}


def test_subscriptions_are_found_by_their_test_clock(stripe: Stripe) -> None:
    clocks = [stripe.post("/v1/test_helpers/test_clocks", frozen_time=NOW + DAY) for _ in "ab"]
    subscription_of(stripe)
    first, second = (subscription_of(stripe, test_clock=clock.id) for clock in clocks)
    for clock, found in zip(clocks, (first, second), strict=True):
        assert listed(stripe, "/v1/subscriptions", test_clock=clock.id) == [found.id]
