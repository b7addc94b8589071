"""Subscriptions and their schedules, made in one line each."""

from typing import Any

from simulator.tests.calls import Stripe

WEEK = 7 * 86_400


def priced(stripe: Stripe, amount: int, interval: str = "week") -> str:
    made = stripe.post(
        "/v1/prices", currency="usd", unit_amount=amount, recurring={"interval": interval},
        product_data={"name": f"At {amount}"},
    )  # fmt: skip
    return str(made.id)


def customer_of(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org", source="tok_visa").id)


def subscribed(stripe: Stripe, price: str) -> Any:
    return stripe.post("/v1/subscriptions", customer=customer_of(stripe), items=[{"price": price}])


def scheduled(stripe: Stripe, subscription: Any) -> Any:
    return stripe.post("/v1/subscription_schedules", from_subscription=subscription.id)


def now(stripe: Stripe, subscription: str) -> Any:
    return stripe.get(f"/v1/subscriptions/{subscription}", expand=["latest_invoice"])


def schedule_of(stripe: Stripe, id: str) -> Any:
    return stripe.get(f"/v1/subscription_schedules/{id}")


def priced_at(subscription: Any) -> list[int]:
    return [item.price.unit_amount for item in subscription.body["items"]["data"]]


def downgrading(stripe: Stripe, subscription: Any, to: str, **more: Any) -> Any:
    """A schedule that exchanges the price as the period ends."""
    made = scheduled(stripe, subscription)
    [current] = made.phases
    kept = {
        "start_date": current.start_date,
        "end_date": current.end_date,
        "items": [{"price": current["items"][0]["price"], "quantity": 1}],
    }
    following = {"items": [{"price": to}], "iterations": 1}
    return stripe.at_version("2024-06-20").post(
        f"/v1/subscription_schedules/{made.id}", phases=[kept, following], **more
    )
