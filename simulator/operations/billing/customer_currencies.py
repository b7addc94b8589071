"""One currency at a time: what a Customer is billed in already, all else is billed in, too.

Unlike Stripe: a discount of an amount, and a quote, do not count.

Source: a refusal of 2026 that shops quote, which names what counts. That an invoice item counts
only while it waits for an invoice is inferred.
"""

from collections.abc import Iterator

from simulator import errors
from simulator.operations.billing import schedule_endings
from simulator.resources.checkout_session import Session
from simulator.resources.invoice import InvoiceItem
from simulator.resources.subscription import ENDED, Subscription
from simulator.work import Work


def check_currency(work: Work, customer: str, currency: str) -> None:
    """Refuse to bill a Customer in a second currency.

    Raises:
        CURRENCIES_COMBINED
    """
    for taken in _billed_in(work, customer):
        if taken != currency:
            raise errors.CURRENCIES_COMBINED(currency=taken)


def _billed_in(work: Work, customer: str) -> Iterator[str]:
    """What is owed in which currency, or will be."""
    for subscription in work.where(Subscription, "customer", customer):
        if subscription.status not in ENDED:
            yield subscription.currency
    for item in work.where(InvoiceItem, "customer", customer):
        if item.invoice is None:
            yield item.currency
    for schedule in work.account.store.table(schedule_endings.KIND).values():
        if schedule.customer == customer and schedule.status in schedule_endings.LIVES:
            yield from (phase["currency"] for phase in schedule.phases)
    for session in work.where(Session, "customer", customer):
        if session.mode == "subscription" and session.status == "open" and session.currency:
            yield session.currency
