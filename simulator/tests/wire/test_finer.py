"""Thin events that name one thing that has changed, and have no snapshot."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator import Account
from simulator.tests.calls import Reply, Stripe
from simulator.tests.conftest import Receiver

PRICES = "/v1/prices"
SUBSCRIPTIONS = "/v1/subscriptions"


def price(stripe: Stripe, **more: Any) -> Reply:
    recurring = {"interval": "month"}
    return stripe.post(
        PRICES,
        currency="usd",
        unit_amount=500,
        recurring=recurring,
        product_data={"name": "Tea"},
        **more,
    )


def subscribed(stripe: Stripe) -> Reply:
    customer = stripe.post("/v1/customers")
    made = stripe.post(
        SUBSCRIPTIONS,
        customer=customer.id,
        items=[{"price": price(stripe).id}],
        trial_period_days=7,
    )
    assert made.http == 200, made
    return made


def finer(stripe: Stripe, about: str) -> list[str]:
    """What is told of an object without a snapshot, the oldest first."""
    told = stripe.get("/v2/core/events", object_id=about, limit=100).data
    return [event.type for event in reversed(told) if "snapshot_event" not in event]


def test_a_subscription_tells_its_status(stripe: Stripe) -> None:
    made = subscribed(stripe)
    assert finer(stripe, made.id) == ["v1.customer.subscription.trialing"]
    stripe.advance(days=8)
    assert finer(stripe, made.id)[1:] == [
        "v1.customer.subscription.active",
        "v1.customer.subscription.past_due",
    ]


@pytest.mark.parametrize(
    ("change", "leaf"),
    [
        ({"items": [{"id": "{item}", "quantity": 3}]}, "item_quantity_changed"),
        ({"items": [{"id": "{item}", "price": "{price}"}]}, "item_price_changed"),
        ({"items": [{"price": "{price}"}]}, "item_added"),
        ({"cancel_at": 1_795_000_000}, "cancel_at_changed"),
    ],
)
def test_a_subscription_tells_what_was_changed_of_it(
    stripe: Stripe, change: dict[str, Any], leaf: str
) -> None:
    made = subscribed(stripe)
    words = {"{item}": made.body["items"]["data"][0]["id"], "{price}": price(stripe).id}
    text = msgspec.json.encode(change).decode()
    for word, meant in words.items():
        text = text.replace(word, meant)
    changed = stripe.post(f"{SUBSCRIPTIONS}/{made.id}", **msgspec.json.decode(text))
    assert changed.http == 200, changed
    assert finer(stripe, made.id)[1:] == [f"v1.customer.subscription.{leaf}"]


def test_an_item_that_is_taken_away_is_told(stripe: Stripe) -> None:
    made = subscribed(stripe)
    item = made.body["items"]["data"][0]["id"]
    swap = [{"id": item, "deleted": True}, {"price": price(stripe).id}]
    stripe.post(f"{SUBSCRIPTIONS}/{made.id}", items=swap)
    assert finer(stripe, made.id)[1:] == [
        "v1.customer.subscription.item_added",
        "v1.customer.subscription.item_removed",
    ]


def test_prices_and_products_tell_what_was_changed_of_them(stripe: Stripe) -> None:
    made = price(stripe)
    stripe.post(f"{PRICES}/{made.id}", active=False, lookup_key="tea")
    stripe.post(f"{PRICES}/{made.id}", active=True)
    assert finer(stripe, made.id) == [
        "v1.price.lookup_key_changed",
        "v1.price.deactivated",
        "v1.price.activated",
    ]
    stripe.post(f"/v1/products/{made.product}", default_price=made.id)
    stripe.post(f"/v1/products/{made.product}", name="Green tea")
    assert finer(stripe, made.product) == ["v1.product.default_price_changed"]


def test_a_line_of_a_draft_is_told(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    invoice = stripe.post("/v1/invoices", customer=customer)
    given = {"customer": customer, "invoice": invoice.id, "amount": 500, "currency": "usd"}
    item = stripe.post("/v1/invoiceitems", **given)
    stripe.delete(f"/v1/invoiceitems/{item.id}")
    assert finer(stripe, invoice.id) == [
        "v1.invoice.line_item_added",
        "v1.invoice.line_item_removed",
    ]


def test_they_tell_before_and_after(stripe: Stripe) -> None:
    made = price(stripe)
    stripe.post(f"{PRICES}/{made.id}", active=False, metadata={"k": "v"})
    told = stripe.get("/v2/core/events", object_id=made.id).data
    changes = {"before": {"active": True, "metadata": {"k": None}}}
    changes["after"] = {"active": False, "metadata": {"k": "v"}}
    shown = {event.type: event.get("changes") for event in told}
    assert shown["v1.price.created"] is None
    assert shown["v1.price.updated"] == shown["v1.price.deactivated"] == changes
    found = stripe.get(f"/v2/core/events/{told[0].id}")
    assert found.changes == changes


def test_api_v1_knows_nothing_of_them(stripe: Stripe) -> None:
    subscribed(stripe)
    assert all(not event.type.startswith("v1.") for event in stripe.told())


def test_what_has_no_thin_twin_is_not_told(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    stripe.post(f"/v1/customers/{customer}/sources", source="tok_visa")
    types = [event.type for event in stripe.get("/v2/core/events").data]
    assert "v1.customer.created" in types
    assert "v1.customer.source.created" not in types
    assert "customer.source.created" in stripe.types()


def test_only_who_asked_for_thin_events_gets_them(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url + "/snapshots")
    thin: Any = {
        "name": "Prices",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": ["v1.price.deactivated"],
        "webhook_endpoint": {"url": receiver.url + "/thin"},
    }
    sim.stripe.v2.core.event_destinations.create(thin)
    given = {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Tea"}}
    made = sim.api("POST", PRICES, given)[1]
    sim.api("POST", f"{PRICES}/{made['id']}", {"active": False})
    sim.settle()
    got = [(got.path.removeprefix("/hook/"), got.event["type"]) for got in receiver.got]
    assert [type for path, type in got if path == "thin"] == ["v1.price.deactivated"]
    snapshots = [type for path, type in got if path == "snapshots"]
    assert "price.updated" in snapshots
    assert not [type for type in snapshots if type.startswith("v1.")]


def test_an_item_of_an_invoice_tells_of_its_amount(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    item = stripe.post("/v1/invoiceitems", customer=customer, amount=500, currency="usd")
    path = f"/v1/invoiceitems/{item.id}"
    stripe.post(path, description="Tea")
    stripe.post(path, amount=700)
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="once").id
    stripe.post(path, discounts=[{"coupon": coupon}])
    stripe.post(path, discounts="")
    assert finer(stripe, item.id) == [
        "v1.invoiceitem.amount_changed",
        "v1.invoiceitem.discount_added",
        "v1.invoiceitem.discount_removed",
    ]


def test_a_payment_of_an_invoice_is_open_and_may_be_canceled(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.com").id
    given = {"customer": customer, "collection_method": "send_invoice", "days_until_due": 7}
    invoice = stripe.post("/v1/invoices", **given)
    line = {"customer": customer, "invoice": invoice.id, "amount": 500, "currency": "usd"}
    stripe.post("/v1/invoiceitems", **line)
    stripe.post(f"/v1/invoices/{invoice.id}/finalize")
    [payment] = stripe.get("/v1/invoice_payments", invoice=invoice.id).data
    assert finer(stripe, payment.id) == ["v1.invoice_payment.open"]
    stripe.post(f"/v1/invoices/{invoice.id}/void")
    assert finer(stripe, payment.id)[1:] == ["v1.invoice_payment.canceled"]
    assert all(not event.type.startswith("v1.") for event in stripe.told())
