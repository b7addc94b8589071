"""What lists of Subscriptions and invoices are asked for.

Source: API reference, "List subscriptions", "List invoices".
"""

from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe

DAY = 86_400


@pytest.fixture
def price(stripe: Stripe) -> str:
    return monthly(stripe)


def monthly(stripe: Stripe) -> str:
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product, **sold).id)


def subscribed(stripe: Stripe, price: str, customer: str | None = None, **more: Any) -> str:
    customer = (
        customer or stripe.post("/v1/customers", source="tok_visa", email="jo@example.org").id
    )
    made = stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}], **more)
    return str(made.id)


def listed(stripe: Stripe, **asked: Any) -> list[str]:
    return [thing.id for thing in stripe.get("/v1/subscriptions", **asked).data]


def test_subscriptions_are_told_by_how_they_are_collected(stripe: Stripe, price: str) -> None:
    subscribed(stripe, price)
    sent = subscribed(stripe, price, collection_method="send_invoice", days_until_due=5)
    assert listed(stripe, collection_method="send_invoice") == [sent]


@pytest.mark.parametrize("name", ["price", "plan"])
def test_subscriptions_are_told_by_what_they_are_to(stripe: Stripe, price: str, name: str) -> None:
    subscribed(stripe, price)
    other = monthly(stripe)
    wanted = subscribed(stripe, other)
    assert listed(stripe, **{name: other}) == [wanted]


def test_subscriptions_are_told_by_their_period(stripe: Stripe, price: str) -> None:
    early = subscribed(stripe, price)
    stripe.advance(days=2)
    late = subscribed(stripe, price)
    assert listed(stripe, current_period_start={"gt": NOW + DAY}) == [late]
    assert listed(stripe, current_period_start={"lt": NOW + DAY}) == [early]
    assert listed(stripe, current_period_end={"lt": NOW + DAY}) == []


def test_those_of_a_test_clock_are_listed_with_it_or_their_customer(
    stripe: Stripe, price: str
) -> None:
    clock = stripe.post("/v1/test_helpers/test_clocks", frozen_time=NOW).id
    customer = stripe.post("/v1/customers", source="tok_visa", test_clock=clock).id
    theirs = subscribed(stripe, price, customer)
    own = subscribed(stripe, price)
    assert listed(stripe) == [own]
    assert listed(stripe, test_clock=clock) == [theirs]
    assert listed(stripe, customer=customer) == [theirs]


@pytest.mark.parametrize("name", ["customer", "plan", "price", "test_clock"])
def test_what_a_list_names_has_to_be_there(stripe: Stripe, name: str) -> None:
    refused = stripe.get("/v1/subscriptions", **{name: "missing"})
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", name)


def test_invoices_are_told_by_when_they_are_due(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    sent = {"customer": customer, "collection_method": "send_invoice"}
    soon = stripe.post("/v1/invoices", days_until_due=5, **sent).id
    stripe.post("/v1/invoices", days_until_due=30, **sent)
    found = stripe.get("/v1/invoices", due_date={"lt": NOW + 6 * DAY}).data
    assert [invoice.id for invoice in found] == [soon]
    refused = stripe.get("/v1/invoices", subscription="sub_x")
    assert refused.refusal[2:] == ("resource_missing", "subscription")


def test_what_is_billed_once_besides_has_a_price(stripe: Stripe, price: str) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    refused = stripe.post(
        "/v1/subscriptions",
        customer=customer, items=[{"price": price}], add_invoice_items=[{"quantity": 1}],
    )  # fmt: skip
    assert refused.refusal[2:] == ("parameter_missing", "add_invoice_items[0][price]")
