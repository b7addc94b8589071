"""What the next invoice would be: drawn up as it will be, and thrown away.

Everything is done in a Work of its own that is never committed, so that a preview says what would
happen because it is what would happen.

Source: API reference, "Create a preview invoice", and until basil "Retrieve an upcoming invoice".
A preview of `invoice_items` and of a schedule is not drawn up.
"""

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.billing.customer_discounts import inherited
from simulator.operations.billing.invoice_drafts import customer_of, draft, line_of_item
from simulator.operations.billing.invoice_items import pending_items
from simulator.operations.billing.invoice_lines import over
from simulator.operations.billing.subscription_beginning import begin
from simulator.operations.billing.subscription_changing import changed
from simulator.operations.billing.subscription_renewing import next_invoice
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.subscription import ENDED, Subscription
from simulator.wire.lists import Page, page_in_order
from simulator.work import Work

Hash = dict[str, Any]
PREVIEWED_SINCE: Final = "2025-03-31.basil"
"""Since this API version, a preview is asked for instead. Source: Stripe docs, "API changelog"."""
PREVIEWED: Final = ("subscription", "schedule", "invoice_items")
WAS_CALLED: Final = {
    "subscription_billing_cycle_anchor": "billing_cycle_anchor",
    "subscription_cancel_at": "cancel_at",
    "subscription_cancel_at_period_end": "cancel_at_period_end",
    "subscription_default_tax_rates": "default_tax_rates",
    "subscription_items": "items",
    "subscription_proration_behavior": "proration_behavior",
    "subscription_proration_date": "proration_date",
    "subscription_tax_percent": "tax_percent",
    "subscription_trial_end": "trial_end",
}
"""What an upcoming invoice called the members of `subscription_details`."""


def create(work: Work) -> Invoice:
    """POST /v1/invoices/create_preview; since basil never of whatever a Customer is billed next.

    Raises:
        PREVIEW_OF_NOTHING, and what `_preview` raises
    """
    given, details = work.params, work.params.get("subscription_details") or {}
    phases = (given.get("schedule_details") or {}).get("phases")
    told = (*(given.get(name) for name in PREVIEWED), details.get("items"), phases)
    if work.version >= PREVIEWED_SINCE and not any(told):
        raise errors.PREVIEW_OF_NOTHING()
    return _preview(work, given, details)


def upcoming(work: Work) -> Invoice:
    """GET /v1/invoices/upcoming; since basil there is no such invoice.

    Raises:
        RESOURCE_MISSING, UPCOMING_NEEDS_CUSTOMER, NO_UPCOMING_INVOICE
    """
    if work.version >= PREVIEWED_SINCE:
        raise errors.RESOURCE_MISSING(param="invoice", noun="invoice", id="upcoming")
    return _upcoming(work)


def upcoming_lines(work: Work) -> Page:
    """GET /v1/invoices/upcoming/lines"""
    lines = upcoming(work).lines["data"]
    return page_in_order(lines, work.params, "/v1/invoices/upcoming/lines", "line_item")


@due("invoice_upcoming")
def tell(work: Work, id: str) -> None:
    """A Subscription is billed anew in some days."""
    subscription = work.find(Subscription, id)
    if subscription is not None and subscription.status in ("active", "trialing"):
        told: Hash = msgspec.to_builtins(_preview(work, {"subscription": id}, {}))
        del told["id"]  # An invoice that is not there yet has none; source: the SDK.
        told["lines"]["url"] = f"/v1/invoices/upcoming/lines?customer={told['customer']}"
        work.post("invoice.upcoming", told)


def _upcoming(work: Work) -> Invoice:
    """The upcoming invoice of those who still ask for it so.

    Raises:
        UPCOMING_NEEDS_CUSTOMER, PREVIEW_OF_NO_CHANGE, and what `_preview` raises
    """
    given = work.params
    if not given.get("customer") and not given.get("subscription"):
        raise errors.UPCOMING_NEEDS_CUSTOMER()
    details = {now: given[was] for was, now in WAS_CALLED.items() if was in given}
    if details and not details.get("items") and not given.get("subscription"):
        raise errors.PREVIEW_OF_NO_CHANGE()
    return _preview(work, given, details | (given.get("subscription_details") or {}))


def _preview(work: Work, given: Hash, details: Hash) -> Invoice:
    """The invoice that would be.

    Raises:
        REFERENCE_MISSING, PREVIEW_NEEDS_CUSTOMER, PREVIEW_ITEM_OF_NOTHING, NO_UPCOMING_INVOICE
    """
    trial = Work(work.account, version=work.version, params={}, path={})
    before = _subscription(trial, given, details)
    customer = trial.load(Customer, before.customer) if before else _customer(trial, given)
    discounts = {name: given[name] for name in ("discounts", "coupon") if given.get(name)}
    if before is None and details.get("items"):
        begun = begin(trial, details | discounts | {
            "currency": given.get("currency"), "customer": customer.id,
            "payment_behavior": "default_incomplete",
        })  # fmt: skip
        found = trial.find(Invoice, begun.latest_invoice or "") or next_invoice(trial, begun)
    elif before is not None:
        anchor = before.billing_cycle_anchor
        if details or discounts:
            before = changed(trial, before, details | discounts)
        ends = before.status in ENDED or before.cancel_at_period_end
        if before.billing_cycle_anchor == trial.now != anchor and before.status == "active":
            found = trial.load(Invoice, before.latest_invoice or "")  # A cycle begun is billed.
        else:
            found = _of_what_waits(trial, customer) if ends else next_invoice(trial, before)
    else:
        found = _of_what_waits(trial, customer)
    id = f"upcoming_{found.id}"
    return replace(
        found,
        id=id,
        billing_reason="upcoming",
        lines=found.lines | {"url": f"/v1/invoices/{id}/lines"},
        number=None,
        status="draft",
        webhooks_delivered_at=None,
    )


def _subscription(work: Work, given: Hash, details: Hash) -> Subscription | None:
    """The Subscription that is named, or the Customer's; None where items begin a new one.

    Raises:
        REFERENCE_MISSING, PREVIEW_ITEM_OF_NOTHING
    """
    if named := given.get("subscription"):
        return work.refer(Subscription, named, "subscription")
    if any(row.get("id") for row in details.get("items") or ()):
        raise errors.PREVIEW_ITEM_OF_NOTHING()
    if details.get("items"):
        return None
    living = [
        subscription
        for subscription in work.account.store.table("subscription").values()
        if subscription.customer == given.get("customer") and subscription.status not in ENDED
    ]
    return living[0] if living else None


def _customer(work: Work, given: Hash) -> Customer:
    if not given.get("customer"):
        raise errors.PREVIEW_NEEDS_CUSTOMER()
    return customer_of(work, given["customer"])


def _of_what_waits(work: Work, customer: Customer) -> Invoice:
    """An invoice over the items that wait for one."""
    invoice = draft(work, customer, {"currency": work.params.get("currency")})
    invoice = replace(invoice, discounts=[each.id for each in inherited(work, customer.id)])
    items = pending_items(work, customer.id, invoice.currency)
    if not items:
        raise errors.NO_UPCOMING_INVOICE(customer=customer.id)
    return over(work, invoice, [line_of_item(work, invoice.id, item) for item in items])
