"""The lines of a draft, several at a time: added, changed, taken off.

Unlike Stripe: `tax_amounts`, taxes that were worked out elsewhere, are not looked at.

Source: API reference, "Bulk add invoice line items", "Bulk update invoice line items", "Bulk remove
invoice line items", "Update an invoice's line item".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import invoice_items, invoice_lines
from simulator.operations.billing.invoice_item_pricing import check_amount
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling.prices import make_product
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.work import Work

Hash = dict[str, Any]
OF_A_LINE: Final = ("amount", "description", "discountable", "period")
"""What can be said of a line that bills no invoice item."""
NAMES_PRICE: Final = frozenset({"amount", "price", "pricing"})
"""Parameters whose currency is the invoice's."""


def add(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/add_lines: items that wait already, or new ones.

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, INVOICE_NOT_EDITABLE, ITEM_NEEDS_AMOUNT,
        EXCLUSIVE_UNCODED, ...
    """
    invoice = _draft(work)
    customer = work.load(Customer, invoice.customer)
    for at, row in enumerate(work.params["lines"]):
        check_amount(row, f"lines[{at}]")
        if named := row.get("invoice_item"):
            item = work.refer(InvoiceItem, named, f"lines[{at}][invoice_item]")
        else:
            item = invoice_items.made(work, customer, _priced(work, invoice, row))
            work.post("invoiceitem.created", item)
        item = work.keep(replace(item, invoice=invoice.id))
        invoice_lines.put(work, work.load(Invoice, invoice.id), item)
    return _with_metadata(work, invoice.id)


def change(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/update_lines

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, INVOICE_NOT_EDITABLE, ...
    """
    invoice = _draft(work)
    for at, row in enumerate(work.params["lines"]):
        _changed(work, invoice, row["id"], row, f"lines[{at}][id]")
    return _with_metadata(work, invoice.id)


def change_one(work: Work) -> Hash:
    """POST /v1/invoices/{invoice}/lines/{line_item_id}

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, INVOICE_NOT_EDITABLE, ...
    """
    invoice, id = _draft(work), work.path["line_item_id"]
    _changed(work, invoice, id, work.params, "line_item_id")
    return _line(work, invoice.id, id, "line_item_id")


def remove(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/remove_lines: their items are deleted, or wait again.

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, INVOICE_NOT_EDITABLE
    """
    invoice = _draft(work)
    for at, row in enumerate(work.params["lines"]):
        line = _line(work, invoice.id, row["id"], f"lines[{at}][id]")
        invoice_lines.without(work, work.load(Invoice, invoice.id), row["id"])
        if (item := invoice_lines.item_of(work, line)) is None:
            continue
        if row["behavior"] == "unassign":
            work.keep(replace(item, invoice=None))
        else:
            work.drop(item)
            work.post("invoiceitem.deleted", item)
    return _with_metadata(work, invoice.id)


def _draft(work: Work) -> Invoice:
    invoice = work.load(Invoice, work.path["invoice"], "invoice")
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_EDITABLE()
    return invoice


def _line(work: Work, invoice: str, id: str, param: str) -> Hash:
    """A line of an invoice as it is now."""
    lines = work.load(Invoice, invoice).lines["data"]
    if (found := next((line for line in lines if line["id"] == id), None)) is None:
        raise errors.REFERENCE_MISSING(param=param, noun="invoice line item", id=id)
    line: Hash = found
    return line


def _changed(work: Work, invoice: Invoice, id: str, given: Hash, param: str) -> None:
    line = _line(work, invoice.id, id, param)
    item = invoice_lines.item_of(work, line)
    if item is not None:
        invoice_items.changed(work, item, _priced(work, invoice, given))
        return
    changes = {name: given[name] for name in OF_A_LINE if given.get(name) is not None}
    if "amount" in changes:
        changes["subtotal"] = changes["amount"]
    if "metadata" in given:
        changes["metadata"] = merged_metadata(line["metadata"], given["metadata"])
    invoice_lines.rewrite(work, work.load(Invoice, invoice.id), line | changes)


def _priced(work: Work, invoice: Invoice, row: Hash) -> Hash:
    """What is said of an item, in the invoice's currency, and with a Product of its own if new."""
    told = {name: value for name, value in row.items() if name not in ("expand", "id")}
    if NAMES_PRICE & told.keys():
        told["currency"] = invoice.currency
    data = told.get("price_data") or {}
    if data.get("product_data"):
        made = make_product(work, data["product_data"], active=False)
        told["price_data"] = data | {"product": made.id}
    elif data and not data.get("product"):
        name = "price_data[product]"
        raise errors.PARAMETER_MISSING(param=name, name=name)
    return told


def _with_metadata(work: Work, id: str) -> Invoice:
    """The invoice, with what is said of it beside its lines."""
    invoice = work.load(Invoice, id)
    if "invoice_metadata" not in work.params:
        return invoice
    told = merged_metadata(invoice.metadata or {}, work.params["invoice_metadata"])
    return work.keep(replace(invoice, metadata=told))
