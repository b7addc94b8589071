"""Invoices that Stripe advances by itself: made final after an hour, paid, and tried again.

Source: Stripe docs, "How invoicing works", "Subscription invoices"; the order of the events of a
failed renewal is recorded. When it is tried again, and that a Subscription is canceled in the end,
are settings of the Dashboard; what stands here is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator.agenda import due
from simulator.errors import StripeError
from simulator.operations import invoice_paying
from simulator.operations.invoices import subscription_of
from simulator.resources import subscription as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
FINAL_AFTER: Final = 60 * 60
"""Seconds in which a draft can still be changed."""
DAY: Final = 24 * 60 * 60
TRIED_AGAIN_AFTER: Final = (3 * DAY, 5 * DAY, 7 * DAY)
"""Seconds after each failed attempt; after the last, nobody tries again."""


def left_to_itself(work: Work, invoice: Invoice) -> Invoice:
    """A draft that will be made final and collected by itself; kept, and told."""
    at = work.now + FINAL_AFTER
    invoice = replace(invoice, auto_advance=True, automatically_finalizes_at=at)
    work.post("invoice.created", work.keep(invoice))
    work.schedule(at, "invoice_advances", invoice.id)
    return invoice


@due("invoice_advances")
def advances(work: Work, id: str) -> None:
    """The hour is over."""
    invoice = work.find(Invoice, id)
    if invoice is None or invoice.status != "draft" or not invoice.auto_advance:
        return
    invoice = invoice_paying.finalized(work, invoice, opens_intent=False)
    if invoice.status == "paid":
        return
    if invoice.collection_method == "send_invoice":
        work.post("invoice.sent", invoice)
        return
    collect(work, invoice)


@due("invoice_tried_again")
def tried_again(work: Work, id: str) -> None:
    """An attempt failed some days ago."""
    invoice = work.find(Invoice, id)
    if invoice is not None and invoice.status == "open":
        collect(work, invoice)


def payer_of(told: Hash, customer: Customer) -> str | None:
    """What a Subscription is paid with: its own, or else the Customer's.

    Source: Stripe docs, "Payment method priority".
    """
    return (
        told.get("default_payment_method")
        or told.get("default_source")
        or customer.invoice_settings.default_payment_method
        or customer.default_source
    )


def payer(work: Work, subscription: Subscription) -> str | None:
    """What this Subscription is paid with."""
    told = {
        "default_payment_method": subscription.default_payment_method,
        "default_source": subscription.default_source,
    }
    return payer_of(told, work.load(Customer, subscription.customer))


def collect(work: Work, invoice: Invoice) -> None:
    """Try to pay an open invoice without the shopper."""
    subscription = work.find(Subscription, subscription_of(invoice) or "")
    if subscription is None or subscription.status in states.ENDED:
        return
    method = payer(work, subscription)
    intent = invoice_paying.intent_of(work, invoice) or invoice_paying.open_intent(
        work,
        invoice,
        description="Subscription update",
        payment_method_options=(subscription.payment_settings or {}).get("payment_method_options"),
    )
    if method is None:
        tried = replace(invoice, attempted=True, attempt_count=invoice.attempt_count + 1)
        work.post("invoice.payment_failed", work.keep(tried))
        _failed(work, tried, subscription)
        return
    try:
        invoice_paying.charge(work, invoice, intent, method)
    except StripeError:
        _failed(work, work.load(Invoice, invoice.id), subscription)


def let_go(work: Work, subscription: Subscription) -> None:
    """Nothing of a Subscription that is over is collected any more by itself.

    Source: API reference, "Cancel a subscription".
    """
    for kept in tuple(work.account.store.table(Invoice.KIND).values()):
        invoice = work.find(Invoice, kept.id)
        if (
            invoice is None
            or subscription_of(invoice) != subscription.id
            or invoice.status not in ("draft", "open")
        ):
            continue
        work.keep(replace(invoice, auto_advance=False, next_payment_attempt=None))
        work.call_off("invoice_tried_again", invoice.id)


def _failed(work: Work, invoice: Invoice, subscription: Subscription) -> None:
    """It is owed still: say when it is tried again, or give up."""
    attempts = invoice.attempt_count
    again = None
    if attempts <= len(TRIED_AGAIN_AFTER):
        again = work.now + TRIED_AGAIN_AFTER[attempts - 1]
        work.schedule(again, "invoice_tried_again", invoice.id)
    after = replace(invoice, auto_advance=again is not None, next_payment_attempt=again)
    work.post("invoice.updated", work.keep(after), before=invoice)
    before = work.load(Subscription, subscription.id)
    if again is None:
        given_up = work.keep(states.ended(before, work.now, "payment_failed"))
        work.call_off("subscription_period_ends", before.id)
        let_go(work, before)
        work.post("customer.subscription.deleted", given_up)
    elif before.status != "past_due":
        owing = work.keep(states.moved(before, "not_paid"))
        work.post("customer.subscription.updated", owing, before=before)
