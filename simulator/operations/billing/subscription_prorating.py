"""Proration: what a change within a period gives back, and what it costs for the rest of it.

For every item that changes, the time that was paid for and is not used is credited, and the rest of
the period is billed at the new price; both wait for the next invoice, unless `always_invoice` asks
for one at once.

Source: Stripe docs, "Prorations"; API reference, "Update a subscription" (proration_behavior).

Unlike Stripe: an item of what is billed flexibly keeps its period at another interval.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from simulator import errors, money
from simulator.operations.billing import invoice_drafts, invoice_paying
from simulator.operations.billing.invoice_collecting import (
    ALONE,
    Collecting,
    collect,
    left_to_itself,
)
from simulator.operations.billing.invoice_lines import own_discounts_off
from simulator.operations.billing.proration_credits import credited
from simulator.operations.billing.subscription_lines import of_subscription, usage_lines
from simulator.operations.billing.subscription_periods import periods_between
from simulator.operations.billing.usage import Over, used_until_now
from simulator.operations.selling.price_currencies import loaded_in
from simulator.operations.selling.price_totals import total_of
from simulator.resources import invoice as invoice_states
from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.resources.price import cycle_of
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def prorate(
    work: Work, before: Subscription, after: Subscription, given: Hash, added: list[InvoiceItem]
) -> Subscription:
    """Credit and bill what has changed; the Subscription as it then is.

    Args:
        added: what is billed once besides. That `always_invoice` bills it at once is inferred.

    Raises:
        PRORATION_OUTSIDE_PERIOD
    """
    items = prorated(work, before, after, given) if given.get("items") else []
    items += added
    if given.get("proration_behavior") != "always_invoice" or not items:
        return after
    return _billed_now(work, after, items, Collecting.asked(given))


def prorated(
    work: Work, before: Subscription, after: Subscription, given: Hash
) -> list[InvoiceItem]:
    """What is given back and what is billed for the rest of the period; kept and told.

    Raises:
        PRORATION_OUTSIDE_PERIOD
    """
    if given.get("proration_behavior") == "none" or before.status not in ("active", "past_due"):
        return []
    at = given.get("proration_date") or work.now
    if not _in_period(before, at):
        raise errors.PRORATION_OUTSIDE_PERIOD(param="proration_date")
    items = list(_prorations(work, before, after, at))
    for item in items:
        work.post("invoiceitem.created", work.keep(item))
    return items


def _in_period(subscription: Subscription, at: int) -> bool:
    """Whether a moment is in what is paid for."""
    items = subscription.items["data"]
    return any(item["current_period_start"] <= at <= item["current_period_end"] for item in items)


def credit(work: Work, before: Subscription, given: Hash) -> None:
    """Give back what is left of a period that is cut short; it waits for the next invoice.

    Raises:
        PRORATION_OUTSIDE_PERIOD
    """
    behavior = given.get("proration_behavior") or "create_prorations"
    if behavior == "none" or before.status not in ("active", "past_due"):
        return
    at = given.get("proration_date") or work.now
    if not _in_period(before, at):
        raise errors.PRORATION_OUTSIDE_PERIOD(param="proration_date")
    for item in before.items["data"]:
        part = _part(work, before, item, at, credit=True)
        work.post("invoiceitem.created", work.keep(part))


def _prorations(
    work: Work, before: Subscription, after: Subscription, at: int
) -> Iterator[InvoiceItem]:
    old = {item["id"]: item for item in before.items["data"]}
    new = {item["id"]: item for item in after.items["data"]}
    for id in {**old, **new}:
        was, will_be = old.get(id), new.get(id)
        if was is not None and will_be is not None and _price_of(was) == _price_of(will_be):
            continue
        if was is not None:
            yield _part(work, before, was, at, credit=True)
        if will_be is not None:
            yield _part(work, after, will_be, at, credit=False)


def _price_of(item: Hash) -> tuple[str, int | None]:
    return item["price"]["id"], item.get("quantity")


def _part(
    work: Work, subscription: Subscription, item: Hash, at: int, *, credit: bool
) -> InvoiceItem:
    """One item's share of what is left of its period, given back or billed."""
    price = loaded_in(work, item["price"]["id"], subscription.currency)
    product = work.find(Product, price.product)
    quantity = item.get("quantity") or 0
    starts, ends = item["current_period_start"], item["current_period_end"]
    cycle = cycle_of(price)
    left = periods_between(subscription.billing_cycle_anchor, cycle, max(at, starts), ends)
    share = money.share(total_of(work, price, quantity), str(left))
    name = product.name if product else price.product
    what = name if quantity == 1 else f"{quantity} × {name}"
    day = datetime.fromtimestamp(at, UTC).strftime("%d %b %Y")
    return InvoiceItem(
        id=work.new_id("ii"),
        amount=-share if credit else share,
        currency=price.currency,
        customer=subscription.customer,
        date=work.now,
        description=f"{'Unused' if credit else 'Remaining'} time on {what} after {day}",
        discountable=False,
        livemode=subscription.livemode,
        metadata={},
        parent={
            "subscription_details": {
                "subscription": subscription.id,
                "subscription_item": item["id"],
            },
            "type": "subscription_details",
        },
        period={"end": ends, "start": at},
        pricing=invoice_drafts.pricing_of(price),
        proration=True,
        proration_details={
            "credited_items": credited(work, subscription, item["id"]) if credit else None,
            "discount_amounts": [],
        },
        quantity=quantity,
        quantity_decimal=str(quantity),
        test_clock=subscription.test_clock,
    )


def bill_prorations(work: Work, subscription: Subscription) -> Subscription:
    """Bill at once what was used, and what waits of prorations; the Subscription as it then is.

    Source: API reference, "Cancel a subscription" (invoice_now).
    """
    items = [
        item
        for item in work.where(InvoiceItem, "customer", subscription.customer)
        if item.proration and item.invoice is None and _is_of(item, subscription)
    ]
    over = used_until_now(work, subscription)
    if not items and not over:
        return subscription
    return _billed_now(work, subscription, items, ALONE, over=over)


def _is_of(item: InvoiceItem, subscription: Subscription) -> bool:
    details = (item.parent or {}).get("subscription_details") or {}
    return bool(details.get("subscription") == subscription.id)


def _billed_now(
    work: Work,
    subscription: Subscription,
    items: list[InvoiceItem],
    how: Collecting,
    *,
    over: Over | None = None,
) -> Subscription:
    """An invoice over these alone, made final and collected at once."""
    invoice = billed_alone(work, subscription, items, over=over)
    after = work.keep(replace(subscription, latest_invoice=invoice.id))
    if invoice.status == "open" and invoice.collection_method == "charge_automatically":
        collect(work, invoice, how)
    return work.load(Subscription, after.id)


def billed_alone(
    work: Work, subscription: Subscription, items: list[InvoiceItem], *, over: Over | None = None
) -> Invoice:
    """An invoice over these, and over what was used, alone; kept and told.

    It is made final at once, unless it is to be sent: that one stays a draft for an hour, as those
    of a Subscription do, which is inferred from what live tests see of one over nothing.
    """
    invoice = invoice_drafts.of_subscription(work, subscription, "subscription_update")
    lines = [
        line
        for item, until in (over or {}).values()
        for line in usage_lines(work, invoice.id, subscription, item, until)
    ]
    lines += [
        own_discounts_off(work, invoice_drafts.line_of_item(work, invoice.id, item))
        for item in items
    ]
    invoice = of_subscription(invoice_states.billing(invoice, lines), subscription)
    for item in items:
        work.keep(replace(item, invoice=invoice.id))
    if invoice.collection_method == "send_invoice":
        return left_to_itself(work, invoice)
    work.post("invoice.created", work.keep(invoice))
    return invoice_paying.finalized(work, invoice, opens_intent=False)
