"""A Customer who owes is delinquent. Source: API reference, "The Customer object" (delinquent)."""

from typing import Any

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscription_renewing import (
    FAILS_LATER,
    item,
    now,
    pay_with,
    subscribe,
)


def owing(stripe: Stripe) -> Any:
    """A Subscription whose renewal was not paid."""
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    stripe.advance(seconds=item(subscription).current_period_end - stripe.now + 3600)
    return now(stripe, subscription)


def delinquent(stripe: Stripe, subscription: Any) -> Any:
    return stripe.get(f"/v1/customers/{subscription.customer}").delinquent


def test_whoever_does_not_pay_a_renewal_is_delinquent_until_it_is_paid(stripe: Stripe) -> None:
    subscription = owing(stripe)
    assert delinquent(stripe, subscription) is True
    assert stripe.types()[-2:] == ["customer.subscription.updated", "customer.updated"]
    pay_with(stripe, subscription.customer, "pm_card_visa")
    stripe.post(f"/v1/invoices/{subscription.latest_invoice.id}/pay")
    assert delinquent(stripe, subscription) is False
    assert stripe.types()[-1] == "customer.updated"


def test_an_invoice_that_is_given_up_by_the_shop_is_owed_no_more(stripe: Stripe) -> None:
    subscription = owing(stripe)
    stripe.post(f"/v1/invoices/{subscription.latest_invoice.id}/mark_uncollectible")
    assert delinquent(stripe, subscription) is False


def test_an_invoice_that_was_sent_is_owed_from_the_day_it_falls_due(stripe: Stripe) -> None:
    subscription = subscribe(stripe, card=None, collection_method="send_invoice", days_until_due=2)
    assert delinquent(stripe, subscription) is False
    stripe.advance(days=3)
    assert delinquent(stripe, subscription) is True
