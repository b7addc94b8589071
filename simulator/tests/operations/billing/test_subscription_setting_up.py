"""What a Subscription will be paid with is collected while there is nothing to pay.

Source: API reference, "The Subscription object" (pending_setup_intent).
"""

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscriptions import new_price, subscribe
from simulator.tests.operations.shopping import again, goods, open_session, pay


@pytest.fixture
def price(stripe: Stripe) -> str:
    return new_price(stripe)


@pytest.mark.parametrize("behavior", ["allow_incomplete", "default_incomplete"])
def test_a_trial_that_nobody_can_pay_on_collects_a_method(
    stripe: Stripe, price: str, behavior: str
) -> None:
    subscription = subscribe(
        stripe,
        price,
        card=None,
        trial_period_days=7,
        payment_behavior=behavior,
        payment_settings={"save_default_payment_method": "on_subscription"},
        expand=["pending_setup_intent"],
    )
    intent = subscription.pending_setup_intent
    assert (intent.status, intent.usage) == ("requires_payment_method", "off_session")
    assert "setup_intent.created" in stripe.types()
    stripe.post(f"/v1/setup_intents/{intent.id}/confirm", payment_method="pm_card_visa")
    after = stripe.get(f"/v1/subscriptions/{subscription.id}", expand=["default_payment_method"])
    assert after.pending_setup_intent is None
    assert after.default_payment_method.customer == subscription.customer
    assert "customer.subscription.updated" in stripe.types()
    stripe.advance(days=8)
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "active"


def test_nothing_is_collected_where_something_is_there_or_nothing_is_needed(
    stripe: Stripe, price: str
) -> None:
    free = new_price(stripe, unit_amount=0)
    sent = {"collection_method": "send_invoice", "days_until_due": 7}
    for subscription in (
        subscribe(stripe, price, trial_period_days=7),
        subscribe(stripe, price, card=None, trial_period_days=7, **sent),
        subscribe(stripe, free, card=None),
        subscribe(stripe, price),
    ):
        assert (subscription.http, subscription.pending_setup_intent) == (200, None)


def test_a_page_collects_by_itself(stripe: Stripe) -> None:
    line = goods(price_data={"recurring": {"interval": "month"}})
    session = open_session(
        stripe, line, mode="subscription", subscription_data={"trial_period_days": 7}
    )
    assert pay(stripe, session) is None
    found = again(stripe, session, expand=["subscription"])
    assert found.subscription.pending_setup_intent is None
