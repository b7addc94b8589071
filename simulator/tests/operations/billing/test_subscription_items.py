"""The items of a Subscription, one at a time. Source: API reference, "Subscription Items"."""

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def subscription(stripe: Stripe) -> str:
    customer = stripe.post("/v1/customers", source="tok_visa")
    begun = stripe.post(
        "/v1/subscriptions", customer=customer.id, items=[{"price": price(stripe, 1000)}]
    )
    return str(begun.id)


def price(stripe: Stripe, amount: int) -> str:
    product = stripe.post("/v1/products", name="Magazine")
    return str(
        stripe.post(
            "/v1/prices", product=product.id, currency="usd", unit_amount=amount,
            recurring={"interval": "month"},
        ).id
    )  # fmt: skip


def first(stripe: Stripe, subscription: str) -> str:
    return str(stripe.get("/v1/subscription_items", subscription=subscription).data[0]["id"])


def test_one_is_added_changed_and_taken_away(stripe: Stripe, subscription: str) -> None:
    added = stripe.post(
        "/v1/subscription_items", subscription=subscription, price=price(stripe, 500), quantity=2
    )
    assert (added.object, added.quantity, added.subscription) == (
        "subscription_item", 2, subscription,
    )  # fmt: skip
    changed = stripe.post(f"/v1/subscription_items/{added.id}", quantity=5)
    assert (changed.id, changed.quantity) == (added.id, 5)
    assert stripe.get(f"/v1/subscription_items/{added.id}").quantity == 5
    assert stripe.delete(f"/v1/subscription_items/{added.id}").body == {
        "id": added.id, "object": "subscription_item", "deleted": True,
    }  # fmt: skip
    assert len(stripe.get(f"/v1/subscriptions/{subscription}").body["items"]["data"]) == 1


def test_a_change_is_prorated_and_told(stripe: Stripe, subscription: str) -> None:
    stripe.post(f"/v1/subscription_items/{first(stripe, subscription)}", quantity=3)
    assert stripe.types()[-3:] == [
        "invoiceitem.created", "invoiceitem.created", "customer.subscription.updated",
    ]  # fmt: skip
    stripe.post(
        f"/v1/subscription_items/{first(stripe, subscription)}", quantity=4,
        proration_behavior="none",
    )  # fmt: skip
    assert stripe.types() == ["customer.subscription.updated"]


def test_the_last_one_stays(stripe: Stripe, subscription: str) -> None:
    refused = stripe.delete(f"/v1/subscription_items/{first(stripe, subscription)}")
    assert refused.http == 400
    assert refused.error["message"].startswith("A subscription must have at least one active plan")


def test_one_that_there_is_not_is_named_in_its_own_way(stripe: Stripe) -> None:
    refused = stripe.post("/v1/subscription_items/si_none", quantity=1)
    assert refused.refusal == (404, "invalid_request_error", None, None)
    assert refused.error["message"] == "Invalid subscription_item id: si_none"


def test_none_is_added_to_what_is_over(stripe: Stripe, subscription: str) -> None:
    stripe.delete(f"/v1/subscriptions/{subscription}")
    for id in (subscription, "sub_none"):
        refused = stripe.post("/v1/subscription_items", subscription=id, price=price(stripe, 700))
        assert refused.refusal[0::2] == (404, "resource_missing")
        assert refused.error["message"] == f"No such subscription: '{id}'"
        assert refused.error["param"] == "subscription"
