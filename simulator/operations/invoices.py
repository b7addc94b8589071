"""Invoices: drawn up, read, changed, made final, paid, given up.

Source: API reference, "Invoices"; Stripe docs, "How invoicing works".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.invoice_drafts import COPIED, customer_of, draft, line_of_item
from simulator.operations.invoice_items import pending_items
from simulator.operations.invoice_paying import (
    charge,
    finalized,
    intent_of,
    open_intent,
    payer,
    settle,
)
from simulator.operations.metadata import merged_metadata
from simulator.resources import invoice as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page, page, within
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

Hash = dict[str, Any]
PENDING_LEFT_OUT: Final = "2022-08-01"
"""Until this API version, a new invoice took what waited for one, and needed something that did.
Source: Stripe docs, "API upgrades"."""


def create(work: Work) -> Invoice:
    """POST /v1/invoices"""
    given = work.params
    customer = customer_of(work, given.get("customer"))
    invoice = draft(work, customer, given)
    by_default = "exclude" if work.version >= PENDING_LEFT_OUT else "include_and_require"
    behavior = given.get("pending_invoice_items_behavior") or by_default
    if behavior != "exclude":
        items = [
            item for item in pending_items(work, customer.id) if item.currency == invoice.currency
        ]
        if not items and behavior == "include_and_require":
            raise errors.NOTHING_TO_INVOICE()
        lines = [line_of_item(work, invoice.id, item) for item in items]
        invoice = states.billing(invoice, lines)
        for item in items:
            work.keep(replace(item, invoice=invoice.id))
    work.post("invoice.created", work.keep(invoice))
    return invoice


def retrieve(work: Work) -> Invoice:
    """GET /v1/invoices/{invoice}"""
    return work.load(Invoice, work.path["invoice"], param="invoice")


def search(work: Work) -> SearchPage:
    """GET /v1/invoices/search"""
    return found_by_query(work, "invoice", "/v1/invoices/search")


def list_all(work: Work) -> Page:
    """GET /v1/invoices"""
    given = work.params
    if customer := given.get("customer"):
        work.refer(Customer, customer, "customer")
    if subscription := given.get("subscription"):
        work.refer(Subscription, subscription, "subscription")
    wanted = {
        name: given[name]
        for name in ("customer", "status", "collection_method")
        if given.get(name) is not None
    }

    due = given.get("due_date")

    def keep(invoice: Invoice) -> bool:
        return (
            all(getattr(invoice, name) == value for name, value in wanted.items())
            and (subscription is None or subscription_of(invoice) == subscription)
            and (due is None or (invoice.due_date is not None and within(invoice.due_date, due)))
        )

    things = work.account.store.table("invoice").values()
    return page(things, given, "/v1/invoices", "invoice", keep=keep)


def list_lines(work: Work) -> Page:
    """GET /v1/invoices/{invoice}/lines"""
    invoice = retrieve(work)
    lines = invoice.lines["data"]
    return Page(data=lines, has_more=False, url=f"/v1/invoices/{invoice.id}/lines")


def subscription_of(invoice: Invoice) -> str | None:
    """The Subscription that the invoice bills."""
    details = (invoice.parent or {}).get("subscription_details") or {}
    found: str | None = details.get("subscription")
    return found


def update(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}"""
    before = retrieve(work)
    changes: Hash = {name: work.params[name] for name in COPIED if name in work.params}
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata or {}, work.params["metadata"])
    after = work.keep(replace(before, **changes))
    if after != before:
        work.post("invoice.updated", after, before=before)
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/invoices/{invoice}; only a draft can be."""
    invoice = retrieve(work)
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_DRAFT(status=invoice.status)
    work.drop(invoice)
    work.post("invoice.deleted", invoice)
    return {"id": invoice.id, "object": "invoice", "deleted": True}


def finalize(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/finalize"""
    return finalized(work, _movable(retrieve(work), "finalized"))


def pay(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/pay"""
    invoice = retrieve(work)
    if invoice.status == "paid":
        raise errors.INVOICE_ALREADY_PAID()
    if invoice.status == "draft":
        invoice = finalized(work, invoice)
    if invoice.status == "paid":
        return invoice
    _movable(invoice, "paid")
    if work.params.get("paid_out_of_band"):
        return settle(work, invoice)
    intent = intent_of(work, invoice) or open_intent(work, invoice)
    customer = work.load(Customer, invoice.customer)
    method = work.params.get("payment_method") or work.params.get("source")
    charge(work, invoice, intent, method or payer(invoice, customer))
    return work.load(Invoice, invoice.id)


def void(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/void"""
    after = work.keep(states.voided(_movable(retrieve(work), "voided"), work.now))
    work.post("invoice.voided", after)
    return after


def mark_uncollectible(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/mark_uncollectible"""
    invoice = _movable(retrieve(work), "marked_uncollectible")
    after = work.keep(states.uncollectible(invoice, work.now))
    work.post("invoice.marked_uncollectible", after)
    return after


def send(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/send; no mail leaves the simulator."""
    invoice = retrieve(work)
    if invoice.status == "draft":
        invoice = finalized(work, invoice)
    work.post("invoice.sent", invoice)
    return invoice


def _movable(invoice: Invoice, move: states.Move) -> Invoice:
    """The invoice, if its life cycle lets it go on so.

    Raises:
        INVOICE_NOT_EDITABLE: it does not.
    """
    if move not in states.LIFE_CYCLE[invoice.status or "draft"]:
        raise errors.INVOICE_NOT_EDITABLE(status=invoice.status, done=move.replace("_", " "))
    return invoice
