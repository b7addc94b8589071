"""Invoice items: what a Customer is to pay with the next invoice.

Source: API reference, "Invoice Items".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.invoice_drafts import customer_of, line_of_item, pricing_of
from simulator.operations.metadata import merged_metadata
from simulator.operations.price_totals import total_of
from simulator.operations.prices import make_price
from simulator.resources import invoice as states
from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]


def create(work: Work) -> InvoiceItem:
    """POST /v1/invoiceitems"""
    given = work.params
    customer = customer_of(work, given.get("customer"))
    price = _price_of_item(work, given)
    quantity = given.get("quantity") or 1
    amount = given.get("amount")
    product = work.find(Product, price.product)
    item = InvoiceItem(
        id=work.new_id("ii"),
        amount=total_of(work, price, quantity) if amount is None else amount,
        currency=given.get("currency") or price.currency,
        customer=customer.id,
        date=work.now,
        description=given.get("description") or (product.name if product else None),
        discountable=given.get("discountable", amount is None or amount >= 0),
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        period=given.get("period") or {"end": work.now, "start": work.now},
        pricing=pricing_of(price),
        quantity=quantity,
        quantity_decimal=str(quantity),
    )
    if named := given.get("invoice"):
        item = _into(work, work.refer(Invoice, named, "invoice"), item)
    work.post("invoiceitem.created", work.keep(item))
    return item


def _price_of_item(work: Work, given: Hash) -> Price:
    """The price that is named, made inline, or implied by an amount alone.

    Raises:
        REFERENCE_MISSING, ITEM_NEEDS_AMOUNT
    """
    named = given.get("price") or (given.get("pricing") or {}).get("price")
    if named:
        param = "price" if given.get("price") else "pricing[price]"
        return work.refer(Price, named, param)
    data = dict(given.get("price_data") or {})
    if data:
        return make_price(work, data, data["product"], "price_data", active=False)
    if given.get("amount") is None or not given.get("currency"):
        raise errors.ITEM_NEEDS_AMOUNT(param="amount")
    product = work.keep(
        Product(
            id=work.new_id("prod"),
            active=False,
            created=work.now,
            livemode=work.account.livemode,
            metadata={},
            name=given.get("description") or "",
            updated=work.now,
        )
    )
    implied = {"currency": given["currency"], "unit_amount": given["amount"]}
    return make_price(work, implied, product.id, "", active=False, credits=True)


def _into(work: Work, invoice: Invoice, item: InvoiceItem) -> InvoiceItem:
    """Put an item on a draft at once.

    Raises:
        INVOICE_NOT_EDITABLE: it is no draft.
    """
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_EDITABLE(status=invoice.status, done="changed")
    new = line_of_item(work, invoice.id, item)
    work.keep(states.billing(invoice, [new, *invoice.lines["data"]]))
    return replace(item, invoice=invoice.id)


def retrieve(work: Work) -> InvoiceItem:
    """GET /v1/invoiceitems/{invoiceitem}"""
    return work.load(InvoiceItem, work.path["invoiceitem"], param="invoiceitem")


def update(work: Work) -> InvoiceItem:
    """POST /v1/invoiceitems/{invoiceitem}; only until its invoice is final.

    Raises:
        INVOICE_NOT_EDITABLE
    """
    before, given = retrieve(work), work.params
    changes: Hash = {
        name: given[name]
        for name in ("amount", "description", "discountable", "period")
        if given.get(name) is not None
    }
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    if {"price", "price_data", "pricing", "quantity"} & given.keys():
        quantity = given.get("quantity") or before.quantity
        priced = {"price", "price_data", "pricing"} & given.keys()
        price = _price_of_item(work, given) if priced else _price_known(work, before)
        changes |= {
            "amount": total_of(work, price, quantity),
            "pricing": pricing_of(price),
            "quantity": quantity,
            "quantity_decimal": str(quantity),
        }
    after = replace(before, **changes)
    if after.invoice is not None:
        _rewrite(work, work.load(Invoice, after.invoice), after)
    return work.keep(after)


def _price_known(work: Work, item: InvoiceItem) -> Price:
    assert item.pricing is not None
    return work.load(Price, item.pricing["price_details"]["price"])


def _rewrite(work: Work, invoice: Invoice, item: InvoiceItem) -> None:
    """The item's line on its draft, anew."""
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_EDITABLE(status=invoice.status, done="changed")
    lines = [
        line_of_item(work, invoice.id, item) | {"id": line["id"]}
        if ((line["parent"] or {}).get("invoice_item_details") or {}).get("invoice_item") == item.id
        else line
        for line in invoice.lines["data"]
    ]
    work.keep(states.billing(invoice, lines))


def delete(work: Work) -> Hash:
    """DELETE /v1/invoiceitems/{invoiceitem}"""
    item = retrieve(work)
    work.drop(item)
    work.post("invoiceitem.deleted", item)
    return {"id": item.id, "object": "invoiceitem", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/invoiceitems"""
    given = work.params

    def keep(item: InvoiceItem) -> bool:
        return (
            (given.get("customer") or item.customer) == item.customer
            and (given.get("invoice") or item.invoice) == item.invoice
            and (not given.get("pending") or item.invoice is None)
        )

    things = work.account.store.table("invoiceitem").values()
    return page(things, given, "/v1/invoiceitems", "invoiceitem", keep=keep)


def pending_items(work: Work, customer: str) -> list[InvoiceItem]:
    """What waits for the Customer's next invoice."""
    return [item for item in work.where(InvoiceItem, "customer", customer) if item.invoice is None]
