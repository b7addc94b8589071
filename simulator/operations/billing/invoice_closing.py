"""Invoices that nobody is to pay any more: what was opened to pay them is closed.

Source: API reference, "Void an invoice", "Mark an invoice as uncollectible", "The Invoice Payment
object" (status); Stripe docs, "Customer credit balance". The order of the events is inferred.
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from simulator.operations.billing.invoice_balances import returned
from simulator.operations.payments import bank_transfers
from simulator.resources import invoice as states
from simulator.resources import payment_intent as intent_states
from simulator.resources.invoice import Invoice, InvoicePayment
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work

ON_UNCOLLECTIBLE: Final[list[Callable[[Work, Invoice], None]]] = []
"""Who waits to hear that an invoice is given up as uncollectible."""


def voided(work: Work, invoice: Invoice) -> Invoice:
    """An open invoice as if it had never been; kept and told, and no longer to be paid.

    What it took of the Customer's balance goes back.
    """
    after = _given_up(work, invoice, states.voided, "invoice.voided")
    close_payments(work, after, "void_invoice")
    returned(work, after)
    return after


def uncollectible(work: Work, invoice: Invoice) -> Invoice:
    """An open invoice that nobody expects to be paid; kept and told. It still can be."""
    after = _given_up(work, invoice, states.uncollectible, "invoice.marked_uncollectible")
    for told in ON_UNCOLLECTIBLE:
        told(work, after)
    return after


def tell_updated(work: Work, before: Invoice, after: Invoice) -> None:
    """Tell of a change to an invoice that was final before this request.

    One that is made final and paid at once is not told of as updated; so it is recorded as
    delivered, and documented of renewals.
    """
    held = work.account.store.get(Invoice.KIND, after.id)
    if held is not None and held.status == before.status:
        work.post("invoice.updated", after, before=held)


def close_payments(work: Work, invoice: Invoice, reason: str) -> None:
    """Cancel what could still pay an invoice.

    Args:
        reason: the `cancellation_reason` of the PaymentIntents.
    """
    for payment in tuple(work.where(InvoicePayment, "invoice", invoice.id)):
        intent = work.find(PaymentIntent, payment.intent or "")
        if payment.status != "open" or (intent and not _canceled(work, intent, reason)):
            continue
        transitions = payment.status_transitions | {"canceled_at": work.now}
        canceled = replace(payment, status="canceled", status_transitions=transitions)
        work.post("v1.invoice_payment.canceled", work.keep(canceled), before=payment)


def _canceled(work: Work, intent: PaymentIntent, reason: str) -> bool:
    """Cancel a PaymentIntent, if it can be; whether it is canceled."""
    if "canceled" in intent_states.LIFE_CYCLE[intent.status]:
        after = intent_states.canceled(intent, work.now, reason)
        work.post("payment_intent.canceled", after)
        bank_transfers.released(work, after)
        return True
    return intent.status == "canceled"


def _given_up(
    work: Work, invoice: Invoice, how: Callable[[Invoice, int], Invoice], type: str
) -> Invoice:
    after = work.keep(how(invoice, work.now))
    tell_updated(work, invoice, after)
    work.post(type, after)
    return after
