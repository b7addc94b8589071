"""What pays a Subscription is saved as its own, if it is told to.

Source: API reference, "Create a subscription" (payment_settings.save_default_payment_method).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def price(stripe: Stripe) -> str:
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product, **sold).id)


def waiting(stripe: Stripe, price: str, **settings: Any) -> tuple[Any, str]:
    """A Subscription that waits for the shopper, and the intent that they confirm."""
    made = stripe.post(
        "/v1/subscriptions",
        customer=stripe.post("/v1/customers").id,
        items=[{"price": price}],
        payment_behavior="default_incomplete",
        payment_settings=settings,
        expand=["latest_invoice.confirmation_secret"],
    )
    secret = made.latest_invoice.confirmation_secret.client_secret
    return made, secret.split("_secret_")[0]


def confirm(stripe: Stripe, intent: str, card: str = "pm_card_visa") -> Any:
    return stripe.post(f"/v1/payment_intents/{intent}/confirm", payment_method=card)


def test_what_the_shopper_paid_with_pays_the_renewals(stripe: Stripe, price: str) -> None:
    made, intent = waiting(stripe, price, save_default_payment_method="on_subscription")
    paid = confirm(stripe, intent)
    path = f"/v1/subscriptions/{made.id}"
    assert stripe.get(path).default_payment_method == paid.payment_method
    [told] = [each for each in stripe.told() if each.type == "customer.subscription.updated"]
    assert told.data.previous_attributes == {
        "default_payment_method": None,
        "status": "incomplete",
    }
    stripe.advance(days=32)
    assert stripe.get(path).status == "active"
    assert len(stripe.get("/v1/charges", customer=made.customer).data) == 2


def test_otherwise_it_is_not_kept(stripe: Stripe, price: str) -> None:
    made, intent = waiting(stripe, price)
    confirm(stripe, intent)
    path = f"/v1/subscriptions/{made.id}"
    assert stripe.get(path).default_payment_method is None
    stripe.advance(days=32)
    assert stripe.get(path).status == "past_due"


def test_a_declined_card_is_not_saved(stripe: Stripe, price: str) -> None:
    made, intent = waiting(stripe, price, save_default_payment_method="on_subscription")
    confirm(stripe, intent, "pm_card_chargeDeclined")
    assert stripe.get(f"/v1/subscriptions/{made.id}").default_payment_method is None
