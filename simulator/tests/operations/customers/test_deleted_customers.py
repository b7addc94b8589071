"""What a deleted Customer leaves."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

CUSTOMERS = "/v1/customers"


def test_a_deleted_customer_leaves_a_stub(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, name="Jo")
    stripe.told()
    stub = {"id": customer.id, "object": "customer", "deleted": True}
    gone = stripe.delete(f"{CUSTOMERS}/{customer.id}")
    assert (gone.http, gone.body) == (200, stub)
    read = stripe.get(f"{CUSTOMERS}/{customer.id}")
    assert (read.http, read.body) == (200, stub)
    assert stripe.get(CUSTOMERS).data == []
    (event,) = stripe.told()
    assert event.type == "customer.deleted"
    assert event.data.object == customer.body
    assert "previous_attributes" not in event.data


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_deleted_customer_is_not_changed(stripe: Stripe, method: str) -> None:
    id = stripe.post(CUSTOMERS).id
    stripe.delete(f"{CUSTOMERS}/{id}")
    refused = getattr(stripe, method)(f"{CUSTOMERS}/{id}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == f"No such customer: '{id}'"


def test_a_deleted_customer_pays_nothing(stripe: Stripe) -> None:
    id = stripe.post(CUSTOMERS).id
    stripe.delete(f"{CUSTOMERS}/{id}")
    refused = stripe.intent(customer=id)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")


def test_deleting_detaches_the_methods(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, payment_method="pm_card_visa")
    method = stripe.get("/v1/payment_methods", customer=customer.id).data[0].id
    stripe.delete(f"{CUSTOMERS}/{customer.id}")
    assert stripe.get(f"/v1/payment_methods/{method}").customer is None


def test_deleting_cancels_the_subscriptions(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, payment_method="pm_card_visa")
    method = stripe.get(f"{CUSTOMERS}/{customer.id}/payment_methods").data[0]
    price = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=1000,
        recurring={"interval": "month"},
        product_data={"name": "Tea"},
    )
    subscription = stripe.post(
        "/v1/subscriptions",
        customer=customer.id,
        items=[{"price": price.id}],
        default_payment_method=method.id,
    )
    assert subscription.status == "active"
    stripe.delete(f"{CUSTOMERS}/{customer.id}")
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "canceled"
