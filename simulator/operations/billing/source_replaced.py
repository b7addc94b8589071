"""A Customer's new source pays at once what is owed for its Subscriptions.

This is no attempt of the schedule: it moves none of those to come, and is not counted among them.

Source: API reference, "Update a customer" (source).
"""

from typing import Any, Final

from simulator.errors import StripeError
from simulator.operations.billing import invoice_paying
from simulator.operations.billing.invoice_payer import payer
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.subscription import Subscription
from simulator.work import Work

AUTOMATIC: Final = "charge_automatically"


def tried_with_new_source(work: Work, customer: Customer) -> None:
    """Try again what each Subscription that is past due has last asked for; what fails, fails."""
    for subscription in tuple(work.where(Subscription, "customer", customer.id)):
        if subscription.status == "past_due" and subscription.collection_method == AUTOMATIC:
            _retry(work, subscription)


def _retry(work: Work, subscription: Subscription) -> None:
    invoice = _latest_open(work, subscription)
    if invoice is None:
        return
    intent = invoice_paying.intent_of(work, invoice) or invoice_paying.open_intent(work, invoice)
    unmoved: dict[str, Any] = {
        "attempt_count": invoice.attempt_count,
        "auto_advance": invoice.auto_advance,
        "next_payment_attempt": invoice.next_payment_attempt,
    }
    try:
        invoice_paying.charge(work, invoice, intent, payer(work, invoice), unmoved)
    except StripeError as refusal:
        if not refusal.keeps:
            invoice_paying.payment_failed(work, invoice, unmoved)


def _latest_open(work: Work, subscription: Subscription) -> Invoice | None:
    """The newest invoice that is open and collected by itself."""
    found = [
        invoice
        for invoice in work.where(Invoice, "customer", subscription.customer)
        if subscription_of(invoice) == subscription.id
        and invoice.status == "open"
        and invoice.collection_method == AUTOMATIC
    ]
    return max(found, key=lambda invoice: invoice.created, default=None)
