"""Updates that wait until they are paid for.

Source: Stripe docs, "Pending updates".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscription_renewing import (
    FAILS_LATER,
    item,
    now,
    pay_with,
    subscribe,
)

CHALLENGES = "pm_card_threeDSecure2Required"


def more_of_it(stripe: Stripe, subscription: Any) -> Any:
    """Three instead of one, if they are paid for."""
    return stripe.post(
        f"/v1/subscriptions/{subscription.id}",
        items=[{"id": item(subscription).id, "quantity": 3}],
        payment_behavior="pending_if_incomplete",
        proration_behavior="always_invoice",
    )


@pytest.fixture
def waiting(stripe: Stripe) -> Any:
    """A Subscription with an update that was not paid for."""
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    return more_of_it(stripe, subscription)


def test_an_update_that_is_paid_for_does_not_wait(stripe: Stripe) -> None:
    changed = more_of_it(stripe, subscribe(stripe))
    assert (changed.quantity, changed.pending_update, changed.status) == (3, None, "active")


def test_an_update_that_is_not_paid_for_changes_nothing_yet(stripe: Stripe, waiting: Any) -> None:
    assert (waiting.http, waiting.status, waiting.quantity) == (200, "active", 1)
    assert item(now(stripe, waiting)).quantity == 1
    pending = waiting.pending_update
    assert [will_be.quantity for will_be in pending.subscription_items] == [3]
    assert pending.expires_at == stripe.now + 23 * 3600
    invoice = now(stripe, waiting).latest_invoice
    assert (invoice.status, invoice.total) == ("open", 5000)
    told = stripe.types()
    assert told[-3:] == [
        "invoice.payment_failed",
        "invoice.updated",
        "customer.subscription.updated",
    ]


def test_it_is_made_once_it_is_paid_for(stripe: Stripe, waiting: Any) -> None:
    pay_with(stripe, waiting.customer, "pm_card_visa")
    stripe.post(f"/v1/invoices/{waiting.latest_invoice}/pay")
    after = now(stripe, waiting)
    assert (after.quantity, after.pending_update) == (3, None)
    assert stripe.types()[-2:] == [
        "customer.subscription.updated",
        "customer.subscription.pending_update_applied",
    ]
    assert stripe.get("/v1/invoiceitems", customer=waiting.customer, pending=True).data == []
    stripe.advance(days=2)
    assert now(stripe, waiting).quantity == 3


def test_it_is_given_up_after_a_day(stripe: Stripe, waiting: Any) -> None:
    stripe.types()
    stripe.advance(hours=23)
    after = now(stripe, waiting)
    assert (after.quantity, after.pending_update, after.status) == (1, None, "active")
    assert after.latest_invoice.status == "void"
    told = stripe.types()
    assert "invoice.voided" in told
    assert told[-1] == "customer.subscription.pending_update_expired"


def test_another_update_takes_its_place(stripe: Stripe, waiting: Any) -> None:
    changed = stripe.post(
        f"/v1/subscriptions/{waiting.id}",
        items=[{"id": item(waiting).id, "quantity": 2}],
        proration_behavior="none",
    )
    assert (changed.quantity, changed.pending_update) == (2, None)
    assert stripe.get(f"/v1/invoices/{waiting.latest_invoice}").status == "void"


def test_it_waits_for_a_challenge(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, CHALLENGES)
    waits = more_of_it(stripe, subscription)
    assert waits.pending_update is not None
    [payment] = stripe.get("/v1/invoice_payments", invoice=waits.latest_invoice).data
    intent = stripe.get(f"/v1/payment_intents/{payment.payment.payment_intent}")
    assert intent.status == "requires_action"
    stripe.challenge(intent, passed=True)
    assert now(stripe, subscription).quantity == 3


def test_what_is_refused_does_not_wait(stripe: Stripe, waiting: Any) -> None:
    refused = stripe.post(
        f"/v1/subscriptions/{waiting.id}",
        items=[{"id": item(waiting).id, "quantity": -1}],
        payment_behavior="pending_if_incomplete",
        proration_behavior="always_invoice",
    )
    assert refused.error.param == "items[0][quantity]"
    assert now(stripe, waiting).pending_update is not None


def test_an_update_that_waits_is_told_of_together_with_its_invoice(
    stripe: Stripe, waiting: Any
) -> None:
    [told] = [event for event in stripe.told() if event.type == "customer.subscription.updated"]
    assert told.data.object.latest_invoice == waiting.latest_invoice
    assert told.data.previous_attributes.keys() == {"latest_invoice", "pending_update"}


def test_what_was_paid_for_is_told_to_wait_no_more(stripe: Stripe, waiting: Any) -> None:
    stripe.told()
    paid = stripe.post(f"/v1/invoices/{waiting.latest_invoice}/pay", payment_method="pm_card_visa")
    assert paid.status == "paid"
    [told] = [event for event in stripe.told() if event.type == "customer.subscription.updated"]
    assert told.data.previous_attributes.pending_update == waiting.pending_update
    assert told.data.previous_attributes.quantity == 1


def test_a_payment_for_an_update_also_ends_what_was_owed(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    stripe.advance(days=7, hours=1)
    assert now(stripe, subscription).status == "past_due"
    pay_with(stripe, subscription.customer, "pm_card_visa")
    changed = more_of_it(stripe, subscription)
    assert (changed.status, changed.quantity) == ("active", 3)
    assert now(stripe, subscription).status == "active"
