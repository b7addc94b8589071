"""What can be done with an invoice, and when: how it goes on, and when it is to be paid.

Source: API reference, "Invoices"; Stripe docs, "Status transitions and finalization"; probed
refusals of 2026.
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator import errors
from simulator.errors import ErrorSpec
from simulator.resources import invoice as states
from simulator.resources.invoice import Invoice, InvoicePayment
from simulator.work import Work

Hash = dict[str, Any]
NOT_NOW: Final[Mapping[states.Move, ErrorSpec]] = {
    "finalized": errors.INVOICE_FINALIZED,
    "paid": errors.INVOICE_VOIDED,
    "voided": errors.INVOICE_NOT_OPEN,
    "marked_uncollectible": errors.INVOICE_NOT_OPEN,
}
"""What is said where the life cycle knows no such move."""


def movable(work: Work, invoice: Invoice, move: states.Move) -> Invoice:
    """The invoice, if its life cycle lets it go on so.

    Raises:
        INVOICE_FINALIZED, INVOICE_VOIDED, INVOICE_NOT_OPEN, INVOICE_HAS_PAYMENTS,
        INVOICE_UNCOLLECTIBLE
    """
    if move == "voided" and _has_payments(work, invoice):
        raise errors.INVOICE_HAS_PAYMENTS()
    if move == "marked_uncollectible" and invoice.status == "uncollectible":
        raise errors.INVOICE_UNCOLLECTIBLE()
    if move not in states.LIFE_CYCLE[invoice.status or "draft"]:
        raise NOT_NOW[move]()
    return invoice


def _has_payments(work: Work, invoice: Invoice) -> bool:
    """Whether something was paid; that one which owed nothing counts as paid is inferred."""
    payments = work.where(InvoicePayment, "invoice", invoice.id)
    return invoice.status == "paid" or any(payment.status == "paid" for payment in payments)


def check_due(given: Hash, method: str = "charge_automatically") -> None:
    """Refuse to say by when it is to be paid, where it is charged, or to say it twice.

    Args:
        method: how it is collected, where the parameters do not say so.

    Raises:
        INVOICE_DUE_UNSENT, EXCLUSIVE
    """
    told = [name for name in ("days_until_due", "due_date") if given.get(name) is not None]
    if told and (given.get("collection_method") or method) != "send_invoice":
        raise errors.INVOICE_DUE_UNSENT()
    if len(told) > 1:
        raise errors.EXCLUSIVE(names=", ".join(told), param=told[0])
