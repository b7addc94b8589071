"""A Customer's new source pays what is owed for Subscriptions, aside from the schedule."""

from __future__ import annotations

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscription_renewing import (
    FAILS_LATER,
    item,
    now,
    pay_with,
    subscribe,
)


def owing(stripe: Stripe) -> tuple[str, object]:
    """A Subscription that is past due, and whose Customer has nothing left to pay with."""
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    stripe.advance(seconds=item(subscription).current_period_end - stripe.now + 3600)
    customer = stripe.get(f"/v1/customers/{subscription.customer}")
    method = customer.invoice_settings.default_payment_method
    stripe.post(f"/v1/payment_methods/{method}/detach")
    assert now(stripe, subscription).status == "past_due"
    return subscription.customer, subscription


def test_a_new_source_pays_what_is_owed_at_once(stripe: Stripe) -> None:
    customer, subscription = owing(stripe)
    after = stripe.post(f"/v1/customers/{customer}", source="tok_visa")
    assert (after.http, after.delinquent) == (200, False)
    paid = now(stripe, subscription)
    assert (paid.status, paid.latest_invoice.status) == ("active", "paid")


def test_a_new_source_that_fails_moves_no_attempt_of_the_schedule(stripe: Stripe) -> None:
    customer, subscription = owing(stripe)
    before = now(stripe, subscription).latest_invoice
    after = stripe.post(f"/v1/customers/{customer}", source="tok_chargeCustomerFail")
    assert after.http == 200
    assert "invoice.payment_failed" in stripe.types()
    invoice = now(stripe, subscription).latest_invoice
    for kept in ("status", "attempt_count", "auto_advance", "next_payment_attempt"):
        assert invoice[kept] == before[kept]


def test_another_default_source_pays_nothing(stripe: Stripe) -> None:
    customer, subscription = owing(stripe)
    card = stripe.post(f"/v1/customers/{customer}/sources", source="tok_mastercard")
    stripe.post(f"/v1/customers/{customer}", default_source=card.id)
    assert now(stripe, subscription).status == "past_due"
