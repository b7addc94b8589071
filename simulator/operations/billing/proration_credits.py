"""What a credit of a proration gives back: the item that waits to be billed, or the billed line.

Source: API reference, "The Invoice Item object" and "The Invoice Line Item object"
(proration_details); API changelog, 2026-05-27.dahlia; an invoice pasted of 2024-10.
"""

from typing import Any

from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def credited(work: Work, subscription: Subscription, item: str) -> Hash | None:
    """What was billed, or is to be, for the rest of this item's period; None where nothing was.

    Args:
        item: the id of the item of the Subscription.
    """
    waiting = [
        each.id
        for each in work.where(InvoiceItem, "customer", subscription.customer)
        if each.invoice is None and each.amount > 0 and _item_of(each.parent) == item
    ]
    if waiting:
        return {
            "invoice_item": waiting[-1],
            "invoice_line_item_details": None,
            "type": "invoice_item",
        }
    invoices = list(work.where(Invoice, "customer", subscription.customer))
    for invoice in reversed(invoices):
        lines = [line["id"] for line in invoice.lines["data"] if _debits(line, item)]
        if lines:
            return {
                "invoice_item": None,
                "invoice_line_item_details": {"invoice": invoice.id, "invoice_line_items": lines},
                "type": "invoice_line_items",
            }
    return None


def _item_of(parent: Hash | None) -> str | None:
    details = (parent or {}).get("subscription_details") or {}
    found: str | None = details.get("subscription_item")
    return found


def _debits(line: Hash, item: str) -> bool:
    """Whether a line of an invoice bills this item of a Subscription."""
    details = (line["parent"] or {}).get("subscription_item_details") or {}
    return bool(details.get("subscription_item") == item and line["amount"] > 0)
