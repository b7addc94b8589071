"""A Subscription's payment that the shopper has to pass a challenge for.

Source: Stripe docs, "How subscriptions work" (requires action); API reference, "Create a
subscription" (off_session, payment_behavior).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscriptions import new_price

CHALLENGES = "pm_card_threeDSecure2Required"


def begin(stripe: Stripe, **more: Any) -> Any:
    """A Customer whose card asks for a challenge each time subscribes."""
    customer = stripe.post("/v1/customers").id
    card = stripe.post(f"/v1/payment_methods/{CHALLENGES}/attach", customer=customer).id
    asked = {"default_payment_method": card, "items": [{"price": new_price(stripe)}]}
    stripe.types()
    return stripe.post("/v1/subscriptions", customer=customer, **asked, **more)


def intent_of(stripe: Stripe, subscription: Any) -> Any:
    [paid_by] = stripe.get("/v1/invoice_payments", invoice=subscription.latest_invoice).data
    return stripe.get(f"/v1/payment_intents/{paid_by.payment.payment_intent}")


def test_the_first_payment_waits_for_the_shopper(stripe: Stripe) -> None:
    subscription = begin(stripe)
    assert (subscription.http, subscription.status) == (200, "incomplete")
    intent = intent_of(stripe, subscription)
    assert (intent.status, intent.next_action.type) == ("requires_action", "use_stripe_sdk")
    assert stripe.types()[-4:] == [
        "payment_intent.requires_action",
        "invoice.payment_action_required",
        "invoice.payment_failed",
        "invoice.updated",
    ]
    stripe.challenge(intent, passed=True)
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "active"


def test_it_waits_for_a_shopper_who_is_away_too(stripe: Stripe) -> None:
    subscription = begin(stripe, off_session=True)
    assert subscription.status == "incomplete"
    intent = intent_of(stripe, subscription)
    assert (intent.status, intent.last_payment_error) == ("requires_action", None)
    assert "invoice.payment_action_required" in stripe.types()
    stripe.challenge(intent, passed=True)
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "active"


def test_a_renewal_that_the_bank_asks_about_waits_for_the_shopper(stripe: Stripe) -> None:
    subscription = begin(stripe)
    stripe.challenge(intent_of(stripe, subscription), passed=True)
    stripe.advance(days=32)
    told = [event.type for event in stripe.get("/v1/events", limit=100).data]
    asked = told.index("invoice.payment_action_required")
    assert told[asked - 1 : asked + 2] == [
        "invoice.payment_failed",
        "invoice.payment_action_required",
        "payment_intent.requires_action",
    ]
    assert "payment_intent.payment_failed" not in told
    renewed = stripe.get(f"/v1/subscriptions/{subscription.id}")
    assert renewed.status == "past_due"
    intent = intent_of(stripe, renewed)
    assert intent.status == "requires_action"
    stripe.challenge(intent, passed=True)
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "active"


def test_error_if_incomplete_leaves_nothing_of_it(stripe: Stripe) -> None:
    refused = begin(stripe, payment_behavior="error_if_incomplete")
    assert refused.refusal == (
        402,
        "card_error",
        "subscription_payment_intent_requires_action",
        None,
    )
    assert stripe.get("/v1/subscriptions", status="all").data == []
    assert stripe.types() == []


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (CHALLENGES, "subscription_payment_intent_requires_action"),
        ("pm_card_chargeCustomerFail", "card_declined"),
    ],
)
def test_an_update_that_must_be_paid_is_paid_or_not_made(
    stripe: Stripe, card: str, code: str
) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    begun = stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": new_price(stripe)}]
    )
    method = stripe.post(f"/v1/payment_methods/{card}/attach", customer=customer).id
    path = f"/v1/subscriptions/{begun.id}"
    stripe.post(path, default_payment_method=method)
    stripe.types()
    asked = {
        "items": [{"id": begun.body["items"]["data"][0]["id"], "quantity": 3}],
        "proration_behavior": "always_invoice",
    }
    refused = stripe.post(path, **asked, payment_behavior="error_if_incomplete")
    assert (refused.http, refused.error.code) == (402, code)
    assert stripe.get(path).quantity == 1
    assert stripe.types() == []
    owing = stripe.post(path, **asked)
    assert (owing.status, owing.quantity) == ("past_due", 3)
