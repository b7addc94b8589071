"""The lines of a draft: put on it, taken off it, and worked out anew whenever one changes.

An item's own Discounts come first, then those of the invoice; an item's own tax rates stand in the
place of the invoice's.

Source: API reference, "Create an invoice item" (discounts, tax_rates), "The Invoice Line Item
object"; that a draft whose lines change is told of as updated: "Types of events" (invoice.updated).
"""

from collections.abc import Iterable
from typing import Any

from simulator import errors
from simulator.operations.billing import invoice_automatic
from simulator.operations.billing.invoice_adjusting import adjusted
from simulator.operations.billing.invoice_drafts import line_of_item
from simulator.resources import invoice as states
from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.work import Work

Hash = dict[str, Any]


def over(work: Work, invoice: Invoice, lines: Iterable[Hash]) -> Invoice:
    """The draft over these lines, with their discounts and taxes; not yet kept."""
    rows = [own_discounts_off(work, line) for line in lines]
    discounts = _discounts(work, invoice.discounts)
    by_default = [rate["id"] for rate in invoice.default_tax_rates]
    rates = {line["id"]: own_rates(work, line) or by_default for line in rows}
    enabled = invoice.automatic_tax["enabled"]
    worked_out = invoice_automatic.rates_of(work, enabled, invoice.customer, rows)
    return states.billing(
        invoice,
        adjusted(work, rows, discounts, lambda line: worked_out.get(line["id"], rates[line["id"]])),
    )


def own_discounts_off(work: Work, line: Hash) -> Hash:
    """The line with no more taken off it than what its item says."""
    bare = line | {"discount_amounts": [], "discounts": []}
    item = item_of(work, line)
    if item is None or not item.discounts:
        return bare
    [found] = adjusted(work, [bare], _discounts(work, item.discounts), lambda _: ())
    return found


def own_rates(work: Work, line: Hash) -> list[str]:
    """The tax rates of the item of a line; of another line, those by which it is taxed already."""
    item = item_of(work, line)
    if item is not None:
        return [rate["id"] for rate in item.tax_rates or ()]
    return [tax["tax_rate_details"]["tax_rate"] for tax in line["taxes"]]


def item_of(work: Work, line: Hash) -> InvoiceItem | None:
    """The invoice item that a line bills."""
    parent = line["parent"] or {}
    for name in ("invoice_item_details", "subscription_item_details"):
        if named := (parent.get(name) or {}).get("invoice_item"):
            return work.find(InvoiceItem, named)
    return None


def put(work: Work, invoice: Invoice, item: InvoiceItem) -> None:
    """An item's line on a draft, new or anew.

    Raises:
        INVOICE_NOT_EDITABLE, OTHER_CURRENCY_OF_INVOICE
    """
    if item.currency != invoice.currency:
        raise errors.OTHER_CURRENCY_OF_INVOICE(currency=item.currency, its=invoice.currency)
    new = line_of_item(work, invoice.id, item)
    lines = list(invoice.lines["data"])
    for at, line in enumerate(lines):
        if _bills(line, item):
            lines[at] = new | {"id": line["id"]}
            break
    else:
        lines.insert(0, new)
    _changed(work, invoice, lines)


def take(work: Work, invoice: Invoice, item: InvoiceItem) -> None:
    """Take an item's line off a draft.

    Raises:
        INVOICE_NOT_EDITABLE
    """
    _changed(work, invoice, [line for line in invoice.lines["data"] if not _bills(line, item)])


def rewrite(work: Work, invoice: Invoice, line: Hash) -> None:
    """This in the place of the line of its id on a draft.

    Raises:
        INVOICE_NOT_EDITABLE
    """
    lines = [line if old["id"] == line["id"] else old for old in invoice.lines["data"]]
    _changed(work, invoice, lines)


def without(work: Work, invoice: Invoice, id: str) -> None:
    """Take a line off a draft.

    Raises:
        INVOICE_NOT_EDITABLE
    """
    _changed(work, invoice, [line for line in invoice.lines["data"] if line["id"] != id])


def _changed(work: Work, invoice: Invoice, lines: list[Hash]) -> None:
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_EDITABLE()
    after = work.keep(over(work, invoice, lines))
    if after != invoice:
        work.post("invoice.updated", after, before=invoice)


def _bills(line: Hash, item: InvoiceItem) -> bool:
    parent = line["parent"] or {}
    return any(
        (parent.get(name) or {}).get("invoice_item") == item.id
        for name in ("invoice_item_details", "subscription_item_details")
    )


def _discounts(work: Work, ids: Iterable[Any]) -> list[Any]:
    found = (work.find_any("discount", id) for id in ids)
    return [discount for discount in found if discount is not None]
