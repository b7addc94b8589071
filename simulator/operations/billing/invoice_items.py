"""Invoice items: what a Customer is to pay with the next invoice.

Source: API reference, "Invoice Items".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import invoice_discounts, invoice_lines
from simulator.operations.billing.customer_currencies import check_currency
from simulator.operations.billing.invoice_drafts import customer_of, paying, pricing_of
from simulator.operations.billing.invoice_item_pricing import (
    NAMING,
    check_amount,
    price_of,
    repriced,
)
from simulator.operations.billing.subscription_items import rates_named
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.operations.selling.price_totals import total_of
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]


def create(work: Work) -> InvoiceItem:
    """POST /v1/invoiceitems

    Raises:
        REFERENCE_MISSING, ITEM_NEEDS_AMOUNT, EXCLUSIVE_UNCODED, INVOICE_NOT_EDITABLE, COUPON_GONE,
        CURRENCIES_COMBINED, ...
    """
    given = work.params
    check_amount(given)
    customer = customer_of(work, given.get("customer"))
    invoice = _draft_named(work, given)
    item = made(work, customer, given)
    if invoice is None:
        check_currency(work, customer.id, item.currency)
    paying(work, customer, item.currency)
    if invoice is not None:
        item = replace(item, invoice=invoice.id)
    work.post("invoiceitem.created", work.keep(item))
    if invoice is not None:
        invoice_lines.put(work, invoice, item)
    return item


def _draft_named(work: Work, given: Hash) -> Invoice | None:
    """The draft that the item is put on at once.

    Raises:
        REFERENCE_MISSING, INVOICE_NOT_EDITABLE
    """
    if not given.get("invoice"):
        return None
    invoice = work.refer(Invoice, given["invoice"], "invoice")
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_EDITABLE()
    return invoice


def made(work: Work, customer: Customer, given: Hash) -> InvoiceItem:
    """The item that a request describes; not yet kept."""
    parent = None
    if named := given.get("subscription"):
        of = work.refer(Subscription, named, "subscription").id
        details = {"subscription": of, "subscription_item": None}
        parent = {"subscription_details": details, "type": "subscription_details"}
    price = price_of(work, given)
    quantity = 1 if given.get("quantity") is None else given["quantity"]
    amount = total_of(work, price, quantity) if given.get("amount") is None else given["amount"]
    product = work.find(Product, price.product)
    id = work.new_id("ii")
    rows = given.get("discounts") or ()
    return InvoiceItem(
        id=id,
        amount=amount,
        currency=given.get("currency") or price.currency,
        customer=customer.id,
        date=work.now,
        description=given.get("description") or (product.name if product else None),
        discountable=given.get("discountable", amount >= 0),
        discounts=invoice_discounts.asked(work, rows, customer=customer.id, invoice_item=id),
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        parent=parent,
        period=given.get("period") or {"end": work.now, "start": work.now},
        pricing=pricing_of(price),
        quantity=quantity,
        quantity_decimal=str(quantity),
        tax_rates=rates_named(work, given.get("tax_rates"), "tax_rates"),
        test_clock=customer.test_clock,
    )


def retrieve(work: Work) -> InvoiceItem:
    """GET /v1/invoiceitems/{invoiceitem}"""
    return work.load(InvoiceItem, work.path["invoiceitem"])


def update(work: Work) -> InvoiceItem:
    """POST /v1/invoiceitems/{invoiceitem}; only until its invoice is final.

    Raises:
        INVOICE_ITEM_DELETED: it was on a draft that is no more.
        EXCLUSIVE_UNCODED, INVOICE_NOT_EDITABLE, REFERENCE_MISSING, COUPON_GONE, ...
    """
    before = retrieve(work)
    if before.invoice is not None and work.find(Invoice, before.invoice) is None:
        raise errors.INVOICE_ITEM_DELETED()
    check_amount(work.params)
    return changed(work, before, work.params)


def changed(work: Work, before: InvoiceItem, given: Hash) -> InvoiceItem:
    """The item with what these parameters say, and its line with it; kept."""
    changes: Hash = {
        name: given[name]
        for name in ("description", "discountable", "period")
        if given.get(name) is not None
    }
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    if "discounts" in given:
        where = {"customer": before.customer, "invoice_item": before.id}
        changes["discounts"] = invoice_discounts.asked(work, given["discounts"] or (), **where)
    if "tax_rates" in given:
        changes["tax_rates"] = rates_named(work, given["tax_rates"] or None, "tax_rates")
    if (NAMING | {"quantity"}) & given.keys():
        price, quantity, amount = repriced(work, before, given)
        changes |= {
            "amount": amount,
            "pricing": pricing_of(price),
            "quantity": quantity,
            "quantity_decimal": str(quantity),
        }
    after = work.keep(replace(before, **changes))
    work.post_finer("invoiceitem.updated", after, before=before)
    if after.invoice is not None:
        invoice_lines.put(work, work.load(Invoice, after.invoice), after)
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/invoiceitems/{invoiceitem}; only until its invoice is final, or is no more.

    Raises:
        INVOICE_ITEM_FINAL
    """
    item = retrieve(work)
    if item.invoice is not None:
        invoice = work.find(Invoice, item.invoice)
        if invoice is None or invoice.status != "draft":
            raise errors.INVOICE_ITEM_FINAL()
        invoice_lines.take(work, invoice, item)
    work.drop(item)
    work.post("invoiceitem.deleted", item)
    return {"id": item.id, "object": "invoiceitem", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/invoiceitems"""
    given = work.params
    check_named(work, customer=Customer, invoice=Invoice)
    equal = meets(work, "customer", "customer_account", "invoice")
    own, pending = by_clock(work, "customer", "invoice"), given.get("pending")

    def keep(item: InvoiceItem) -> bool:
        return equal(item) and own(item) and (pending is None or pending is (item.invoice is None))

    things = work.account.store.table("invoiceitem").values()
    return page(things, given, "/v1/invoiceitems", "invoiceitem", keep=keep)


def pending_items(
    work: Work,
    customer: str,
    currency: str,
    subscription: str | None = None,
    *,
    others: bool = True,
) -> list[InvoiceItem]:
    """What waits for the Customer's next invoice.

    Args:
        subscription: whose invoice it is; what waits for another one's stays. None: anything.
        others: whether what waits for no Subscription's goes on it, too.
    """
    taken = (subscription, None) if others else (subscription,)
    return [
        item
        for item in work.where(InvoiceItem, "customer", customer)
        if item.invoice is None
        and item.currency == currency
        and (subscription is None or _subscription_of(item) in taken)
    ]


def _subscription_of(item: InvoiceItem) -> str | None:
    details = (item.parent or {}).get("subscription_details") or {}
    found: str | None = details.get("subscription")
    return found
