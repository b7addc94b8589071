"""Invoices: drawn up, read, changed, made final, paid, given up.

Source: API reference, "Invoices"; Stripe docs, "How invoicing works".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import invoice_accounts, invoice_automatic, invoice_discounts
from simulator.operations.billing import invoice_collecting as collecting
from simulator.operations.billing.customer_discounts import inherited
from simulator.operations.billing.delinquency import owes_no_more
from simulator.operations.billing.invoice_closing import uncollectible, voided
from simulator.operations.billing.invoice_drafts import (
    COPIED,
    DAY,
    customer_of,
    draft,
    line_of_item,
    on_paper,
    paying,
    payment_settings_of,
)
from simulator.operations.billing.invoice_items import pending_items
from simulator.operations.billing.invoice_lines import over
from simulator.operations.billing.invoice_payer import asked, payer
from simulator.operations.billing.invoice_paying import (
    charge,
    finalized,
    intent_of,
    open_intent,
    settle,
)
from simulator.operations.billing.invoice_rules import check_due, movable
from simulator.operations.billing.subscription_items import rates_named
from simulator.operations.billing.subscription_lines import of_subscription
from simulator.operations.billing.subscription_terms import with_payer
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.operations.selling.tax_rates import with_rate_of_percent
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, InvoiceItem, subscription_of
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page, page, page_in_order
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

Hash = dict[str, Any]
FILTERS: Final = ("collection_method", "customer", "customer_account", "due_date", "status")
PENDING_LEFT_OUT: Final = "2022-08-01"
"""Until this API version, a new invoice took what waited for one, and needed something that did.
Source: Stripe docs, "API upgrades"."""
STAYS_OPEN: Final = frozenset(
    {"auto_advance", "default_payment_method", "default_source", "metadata", "payment_settings"}
)
"""Parameters that a final invoice still takes: those that say nothing of what is owed. Source: API
reference, "Update an invoice"; that it is these is inferred."""


def create(work: Work) -> Invoice:
    """POST /v1/invoices"""
    customer = customer_of(work, work.params.get("customer"))
    check_due(work.params)
    given = with_rate_of_percent(work, with_payer(work, customer.id, work.params))
    invoice = _drawn_up(work, customer, given)
    paying(work, customer, invoice.currency)
    items = _taken_up(work, invoice, given)
    if items:
        invoice = over(work, invoice, [line_of_item(work, invoice.id, item) for item in items])
        for item in items:
            work.keep(replace(item, invoice=invoice.id))
    at = collecting.advances_at(work, given)
    if invoice.auto_advance or at is not None:
        return collecting.left_to_itself(work, invoice, at)
    work.post("invoice.created", work.keep(invoice))
    return invoice


def _taken_up(work: Work, invoice: Invoice, given: Hash) -> list[InvoiceItem]:
    """What waited for an invoice, and is on this one.

    One for a Subscription has what waits for that one, and nothing else, whatever is usual.

    Raises:
        EXCLUSIVE, NOTHING_TO_INVOICE
    Source: API reference, "Create an invoice" (subscription, pending_invoice_items_behavior). That
        both are not told at once was quoted of 2022-08-01; that older versions take both, and that
        nothing need wait for the Subscription, are inferred.
    """
    told, own = given.get("pending_invoice_items_behavior"), subscription_of(invoice)
    of_old = work.version < PENDING_LEFT_OUT
    if told and own and not of_old:
        param = "pending_invoice_items_behavior"
        raise errors.EXCLUSIVE(param=param, names=f"{param}, subscription")
    behavior = told or ("include_and_require" if of_old else "include" if own else "exclude")
    if behavior == "exclude":
        return []
    others = of_old or own is None
    items = pending_items(work, invoice.customer, invoice.currency, own, others=others)
    if not items and behavior == "include_and_require":
        raise errors.NOTHING_TO_INVOICE()
    return items


def _drawn_up(work: Work, customer: Customer, given: Hash) -> Invoice:
    """The draft that a request describes, without lines.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, INVOICE_WITHOUT_EMAIL, ...
    """
    invoice = draft(work, customer, given)
    if "discounts" in given:
        where = {"customer": customer.id, "invoice": invoice.id}
        discounts = invoice_discounts.asked(work, given["discounts"] or (), **where)
    else:
        discounts = [discount.id for discount in inherited(work, customer.id)]
    if told := given.get("automatic_tax"):
        taxed = invoice_automatic.shown(work, invoice.automatic_tax, told, customer)
        invoice = replace(invoice, automatic_tax=taxed)
    invoice = replace(
        invoice,
        default_tax_rates=rates_named(work, given.get("default_tax_rates"), "default_tax_rates"),
        discounts=discounts,
    )
    if named := given.get("subscription"):
        invoice = of_subscription(invoice, work.refer(Subscription, named, "subscription"))
    invoice_accounts.keep(work, invoice, given)
    return invoice


def retrieve(work: Work, param: str = "invoice") -> Invoice:
    """GET /v1/invoices/{invoice}

    Args:
        param: what is named where there is none; that is another one for each call (probed).
    """
    return work.load(Invoice, work.path["invoice"], param=param)


def search(work: Work) -> SearchPage:
    """GET /v1/invoices/search"""
    return found_by_query(work, "invoice", "/v1/invoices/search")


def list_all(work: Work) -> Page:
    """GET /v1/invoices"""
    given = work.params
    check_named(work, customer=Customer, subscription=Subscription)
    equal, own = meets(work, *FILTERS), by_clock(work, "customer", "subscription")
    subscription = given.get("subscription")

    def keep(invoice: Invoice) -> bool:
        return (
            equal(invoice)
            and own(invoice)
            and (subscription is None or subscription_of(invoice) == subscription)
        )

    things = work.account.store.table("invoice").values()
    return page(things, given, "/v1/invoices", "invoice", keep=keep)


def list_lines(work: Work) -> Page:
    """GET /v1/invoices/{invoice}/lines"""
    invoice = retrieve(work)
    url = f"/v1/invoices/{invoice.id}/lines"
    return page_in_order(invoice.lines["data"], work.params, url, "line_item")


def update(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}; of a final one only what does not change what is owed.

    Raises:
        INVOICE_FINAL, INVOICE_NEEDS_DUE_DATE, NOT_THE_CUSTOMERS, NO_SUCH_DEFAULT_SOURCE, ...
    """
    before = retrieve(work, "id")
    if before.status != "draft" and (owed := work.params.keys() - STAYS_OPEN):
        raise errors.INVOICE_FINAL(param=min(owed))
    check_due(work.params, before.collection_method)
    given = with_rate_of_percent(work, with_payer(work, before.customer, work.params))
    after = replace(before, **_changes(work, before, given))
    invoice_accounts.keep(work, after, given)
    if {"automatic_tax", "default_tax_rates", "discounts"} & given.keys():
        after = over(work, after, after.lines["data"])
    if after.collection_method == "send_invoice" and after.due_date is None:
        raise errors.INVOICE_NEEDS_DUE_DATE()
    if (at := collecting.advances_at(work, given)) is not None:
        after = collecting.advancing(work, after, at)
    elif "auto_advance" in given and after.auto_advance != before.auto_advance:
        after = _advanced(work, after) if after.auto_advance else collecting.standing(work, after)
    work.keep(after)
    if after != before:
        work.post("invoice.updated", after, before=before)
    return after


def _changes(work: Work, before: Invoice, given: Hash) -> Hash:
    """What an update says; what is sent empty is unset."""
    changes: Hash = {
        name: None if given[name] == "" else given[name] for name in COPIED if name in given
    }
    changes |= on_paper(before, given)
    if (days := given.get("days_until_due")) is not None:
        changes["due_date"] = before.created + days * DAY
    if changes.get("collection_method") == "charge_automatically":
        changes["due_date"] = None
    if settings := given.get("payment_settings"):
        changes["payment_settings"] = before.payment_settings | {
            name: value for name, value in payment_settings_of(settings).items() if name in settings
        }
    if "discounts" in given:
        where = {"customer": before.customer, "invoice": before.id}
        changes["discounts"] = invoice_discounts.asked(work, given["discounts"] or (), **where)
    payer = work.find(Customer, before.customer)
    if (told := given.get("automatic_tax")) and payer is not None:
        changes["automatic_tax"] = invoice_automatic.shown(work, before.automatic_tax, told, payer)
    if "default_tax_rates" in given:
        ids = given["default_tax_rates"] or None
        changes["default_tax_rates"] = rates_named(work, ids, "default_tax_rates")
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    return changes


def _advanced(work: Work, invoice: Invoice) -> Invoice:
    """The invoice, which goes on by itself from now on."""
    if invoice.status == "draft":
        return collecting.advancing(work, invoice)
    if invoice.status == "open":
        return collecting.to_be_collected(work, invoice)
    return replace(invoice, auto_advance=False)


def delete(work: Work) -> Hash:
    """DELETE /v1/invoices/{invoice}; only a draft can be, and what was on it is billed no more.

    Raises:
        INVOICE_NOT_DRAFT, INVOICE_OF_SUBSCRIPTION
    """
    invoice = retrieve(work)
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_DRAFT()
    if invoice.billing_reason != "manual":
        raise errors.INVOICE_OF_SUBSCRIPTION()
    collecting.standing(work, invoice)
    work.drop(invoice)
    work.post("invoice.deleted", invoice)
    return {"id": invoice.id, "object": "invoice", "deleted": True}


def finalize(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/finalize"""
    invoice = movable(work, retrieve(work, "id"), "finalized")
    advances = work.params.get("auto_advance", invoice.auto_advance)
    invoice = collecting.standing(work, invoice)
    invoice = finalized(work, collecting.going_on(work, invoice) if advances else invoice)
    if not advances or invoice.status != "open":
        return invoice
    return collecting.to_be_collected(work, invoice)


def pay(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/pay

    Raises:
        INVOICE_ALREADY_PAID, INVOICE_VOIDED, EXCLUSIVE, NOT_A_SOURCE_OF_PAYER
        CARD_DECLINED, INVOICE_NEEDS_ACTION: not paid yet; the attempt is kept.
    """
    invoice, given = retrieve(work, "id"), work.params
    if invoice.status == "paid":
        raise errors.INVOICE_ALREADY_PAID()
    if invoice.status == "draft":
        invoice = finalized(work, invoice)
    if invoice.status == "paid":
        return invoice
    movable(work, invoice, "paid")
    if given.get("paid_out_of_band"):
        return settle(work, invoice, out_of_band=True)
    method = asked(work, invoice, given) or payer(work, invoice)
    intent = intent_of(work, invoice) or open_intent(work, invoice)
    away = given.get("off_session", True)
    tried = charge(work, invoice, intent, method, off_session=away)
    if tried.status == "requires_action":
        raise errors.INVOICE_NEEDS_ACTION(keeps=True)
    return work.load(Invoice, invoice.id)


def void(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/void"""
    return voided(work, movable(work, retrieve(work, "id"), "voided"))


def mark_uncollectible(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/mark_uncollectible"""
    after = uncollectible(work, movable(work, retrieve(work, "id"), "marked_uncollectible"))
    owes_no_more(work, after)
    return after


def send(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/send; no mail leaves the simulator. One that is paid can be sent.

    Raises:
        INVOICE_NOT_SENT: it is charged and not sent.
        INVOICE_OWED_NO_MORE: nobody owes it any more, or ever owed anything.
    """
    invoice = retrieve(work)
    if invoice.collection_method != "send_invoice":
        raise errors.INVOICE_NOT_SENT()
    nothing = invoice.status == "paid" and not invoice.total
    if nothing or invoice.status in ("void", "uncollectible"):
        raise errors.INVOICE_OWED_NO_MORE()
    if invoice.status == "draft":
        invoice = finalized(work, invoice)
    work.post("invoice.sent", invoice)
    return invoice
