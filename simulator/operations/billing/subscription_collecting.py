"""How a Subscription is paid, and what becomes of it when it is not.

Source: Stripe docs, "Subscription invoices"; the order of the events of a failed renewal is
recorded. That a Subscription is canceled in the end is a setting of the Dashboard; inferred.
"""

from typing import Any

from simulator.agenda import due
from simulator.operations.billing import delinquency, invoice_collecting, schedule_endings
from simulator.operations.billing.invoice_payer import Payer, first
from simulator.operations.billing.subscription_telling import tell_updated
from simulator.resources import subscription as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def payer_of(told: Hash, customer: Customer) -> Payer | None:
    """What a Subscription is paid with: its own, or else the Customer's.

    Source: Stripe docs, "Payment method priority".
    """
    return first(
        (told.get("default_payment_method"), told.get("default_source")),
        (customer.invoice_settings.default_payment_method, customer.default_source),
    )


def payer(work: Work, subscription: Subscription) -> Payer | None:
    """What this Subscription is paid with."""
    told = {
        "default_payment_method": subscription.default_payment_method,
        "default_source": subscription.default_source,
    }
    return payer_of(told, work.load(Customer, subscription.customer))


def let_go(work: Work, subscription: Subscription) -> None:
    """Nothing of a Subscription that is over is collected any more by itself.

    Source: API reference, "Cancel a subscription". That the invoices are told of is inferred.
    """
    for kept in tuple(work.account.store.table(Invoice.KIND).values()):
        invoice = work.find(Invoice, kept.id)
        if (
            invoice is None
            or subscription_of(invoice) != subscription.id
            or invoice.status not in ("draft", "open")
        ):
            continue
        after = work.keep(invoice_collecting.standing(work, invoice))
        if after != invoice:
            work.post("invoice.updated", after, before=invoice)


def not_collected(work: Work, invoice: Invoice) -> None:
    """A Subscription whose invoice is not paid owes it, and is given up after the last attempt."""
    before = work.find(Subscription, subscription_of(invoice) or "")
    if before is None or before.status in states.ENDED:
        return
    if invoice.next_payment_attempt is None:
        given_up = work.keep(states.ended(before, work.now, "payment_failed"))
        work.call_off("subscription_period_ends", before.id)
        let_go(work, before)
        schedule_endings.let_go(work, given_up)
        work.post("customer.subscription.deleted", given_up)
    else:
        _owes(work, before)


def _owes(work: Work, before: Subscription) -> None:
    if before.status != "past_due" and "not_paid" in states.LIFE_CYCLE[before.status]:
        tell_updated(work, work.keep(states.moved(before, "not_paid")))


@due("invoice_falls_due")
def falls_due(work: Work, id: str) -> None:
    """An invoice that was sent should have been paid by now.

    Whether `invoice.will_be_due` and `invoice.overdue` are told of, and how many days before and
    after, is up to the account's Automations; here there are none.

    Source: API reference, "The Subscription object" (status).
    """
    invoice = work.find(Invoice, id)
    before = work.find(Subscription, (invoice and subscription_of(invoice)) or "")
    if invoice is None or invoice.status != "open":
        return
    if before is not None:
        _owes(work, before)
    delinquency.owes(work, invoice)


invoice_collecting.ON_NOT_COLLECTED.append(not_collected)
