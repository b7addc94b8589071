"""A Subscription's periods: one ends, the next begins and is billed; or it is the last.

Source: Stripe docs, "How subscriptions work", "Configure free trials", "Cancel subscriptions",
"Pause payment collection".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator.agenda import due
from simulator.operations.billing import invoice_drafts, invoice_paying, schedule_endings
from simulator.operations.billing.invoice_closing import uncollectible, voided
from simulator.operations.billing.invoice_collecting import Collecting, collect, left_to_itself
from simulator.operations.billing.invoice_items import pending_items
from simulator.operations.billing.invoice_lines import own_discounts_off
from simulator.operations.billing.subscription_collecting import payer
from simulator.operations.billing.subscription_discounts import current, lasting
from simulator.operations.billing.subscription_items import ending_with, listed_items, of_one
from simulator.operations.billing.subscription_lines import billed
from simulator.operations.billing.subscription_periods import period_end
from simulator.operations.billing.usage import periods_over, used_until_now
from simulator.operations.selling.price_currencies import sold_at
from simulator.resources import subscription as states
from simulator.resources.invoice import Invoice
from simulator.resources.price import cycle_of
from simulator.resources.subscription import Subscription, SubscriptionItem
from simulator.work import Work

Hash = dict[str, Any]
BEFORE_RENEWAL: Final[list[Callable[[Work, Subscription], None]]] = []
"""What is done as a period ends, before the next is billed."""
GOES_ON: Final = ("active", "past_due", "trialing", "unpaid")
UPCOMING_BEFORE: Final = 7 * 24 * 60 * 60
"""Seconds before it is drawn up at which an invoice is told of; the dashboard's default."""
WARNED_BEFORE: Final = 3 * 24 * 60 * 60
"""Seconds before its end at which a trial is said to end."""


def watch(work: Work, subscription: Subscription) -> None:
    """See to it that the end of the period, or of all, is noticed; anew after each change."""
    unwatch(work, subscription)
    if subscription.status in states.ENDED:
        return
    ends = [item["current_period_end"] for item in subscription.items["data"]]
    if subscription.cancel_at is not None:
        ends.append(subscription.cancel_at)
    if ends:
        work.schedule(min(ends), "subscription_period_ends", subscription.id)
        if (told := min(ends) - UPCOMING_BEFORE) > work.now and subscription.cancel_at is None:
            work.schedule(told, "invoice_upcoming", subscription.id)
    trial_end = subscription.trial_end
    if subscription.status != "trialing" or trial_end is None:
        return
    if (warned := trial_end - WARNED_BEFORE) > work.now:
        work.schedule(warned, "trial_will_end", subscription.id)


def warn_of_end(work: Work, subscription: Subscription) -> None:
    """Tell at once of the end of a trial that was only just set, if it is less than three days off.

    Source: API reference, "Types of events" (customer.subscription.trial_will_end).
    """
    trial_end = subscription.trial_end
    if subscription.status != "trialing" or trial_end is None:
        return
    if trial_end - WARNED_BEFORE <= work.now:
        work.post("customer.subscription.trial_will_end", subscription)


def unwatch(work: Work, subscription: Subscription) -> None:
    """Nothing falls due for a Subscription any more."""
    for kind in ("invoice_upcoming", "subscription_period_ends", "trial_will_end"):
        work.call_off(kind, subscription.id)


@due("trial_will_end")
def trial_will_end(work: Work, id: str) -> None:
    """A trial ends in three days."""
    subscription = work.find(Subscription, id)
    if subscription is not None and subscription.status == "trialing":
        work.post("customer.subscription.trial_will_end", subscription)


@due("subscription_period_ends")
def period_ends(work: Work, id: str) -> None:
    """What was paid for is over: go on, or end."""
    before = work.find(Subscription, id)
    if before is None or before.status not in GOES_ON:
        return
    if before.cancel_at is not None and before.cancel_at <= work.now:
        _end(work, before)
        return
    before = _as_scheduled(work, before)
    ends = min(item["current_period_end"] for item in before.items["data"])
    if ends <= work.now and not stopped_by_trial(work, before):
        renew(work, before)


def _as_scheduled(work: Work, before: Subscription) -> Subscription:
    """The Subscription as it goes into the next period."""
    for step in BEFORE_RENEWAL:
        step(work, before)
    return work.load(Subscription, before.id)


def stopped_by_trial(work: Work, before: Subscription) -> bool:
    """Whether a trial was over that nobody can pay on, and the Subscription is ended or paused."""
    if before.status != "trialing" or can_pay(work, before):
        return False
    settings = (before.trial_settings or {}).get("end_behavior") or {}
    match settings.get("missing_payment_method"):
        case "cancel":
            _end(work, before)
            return True
        case "pause":
            work.post("customer.subscription.paused", work.keep(states.paused(before)))
            return True
    return False


def can_pay(work: Work, subscription: Subscription) -> bool:
    """Whether what falls due can be tried to be paid, or is sent."""
    by_itself = subscription.collection_method == "charge_automatically"
    return not by_itself or payer(work, subscription) is not None


def _end(work: Work, before: Subscription) -> None:
    """It is over, and what was used until now is billed."""
    after = work.keep(states.ended(before, work.now))
    if over := used_until_now(work, before):
        invoice = invoice_drafts.of_subscription(work, before, "subscription_cycle")
        invoice = billed(work, invoice, before, current(work, before), items=False, over=over)
        after = work.keep(replace(after, latest_invoice=invoice.id))
        left_to_itself(work, invoice)
    schedule_endings.let_go(work, after)
    work.post("customer.subscription.deleted", after)


def renew(
    work: Work,
    before: Subscription,
    *,
    was: Subscription | None = None,
    at_once: Collecting | None = None,
) -> None:
    """Begin the next period, and draw up its invoice.

    Args:
        was: the Subscription before the request that this is part of.
        at_once: how the invoice is collected now; None: it is left to itself for an hour.
    """
    items = [work.keep(_next_period(work, item)) for item in work_items(work, before)]
    begun = states.trial_over(before) if before.status == "trialing" else before
    begun = replace(
        begun,
        items=listed_items(before.id, items),
        **of_one(items),
        **ending_with(before, items),
    )
    bill_period(work, begun, was=was or before, at_once=at_once)


def bill_period(
    work: Work, begun: Subscription, *, was: Subscription, at_once: Collecting | None
) -> None:
    """Draw up the invoice of a period that has begun, and tell of both.

    Args:
        was: the Subscription in the period before.
        at_once: how the invoice is collected now; None: it is left to itself for an hour.
    """
    discounts = current(work, begun)
    reason = "subscription_cycle" if at_once is None else "subscription_update"
    invoice = _drawn_up(work, begun, discounts, was, reason)
    after = lasting(work, replace(begun, latest_invoice=invoice.id), discounts)
    work.post("customer.subscription.updated", work.keep(after), before=was)
    _collected(work, after, invoice, at_once)
    watch(work, after)


def next_invoice(work: Work, before: Subscription) -> Invoice:
    """The invoice of the period after the current one, as a draft that nobody keeps."""
    ends = min(item["current_period_end"] for item in before.items["data"])
    work.now = max(work.now, ends)
    before = _as_scheduled(work, before)
    items = [_next_period(work, item) for item in work_items(work, before)]
    begun = states.trial_over(before) if before.status == "trialing" else before
    begun = replace(begun, items=listed_items(before.id, items), **of_one(items))
    return _drawn_up(work, begun, current(work, begun), before, "upcoming")


def work_items(work: Work, subscription: Subscription) -> list[SubscriptionItem]:
    """The items of a Subscription, in their order."""
    return [work.load(SubscriptionItem, item["id"]) for item in subscription.items["data"]]


def _next_period(work: Work, item: SubscriptionItem) -> SubscriptionItem:
    if item.current_period_end > work.now:
        return item
    price = sold_at(work, item.price["id"])
    subscription = work.load(Subscription, item.subscription)
    start = item.current_period_end
    ends = period_end(
        subscription.billing_cycle_anchor,
        cycle_of(price),
        after=start,
    )
    return replace(item, current_period_start=start, current_period_end=ends)


def _drawn_up(
    work: Work, subscription: Subscription, discounts: list[Any], was: Subscription, reason: str
) -> Invoice:
    """The invoice of the period that begins, with the items that waited for it; a draft.

    Args:
        was: the Subscription in the period before, whose usage is billed.
    """
    invoice = invoice_drafts.of_subscription(work, subscription, reason)
    began = min(item["current_period_start"] for item in was.items["data"])
    invoice = replace(invoice, period_start=began)
    items = pending_items(work, subscription.customer, subscription.currency, subscription.id)
    for item in items:
        work.keep(replace(item, invoice=invoice.id))
    lines = (invoice_drafts.line_of_item(work, invoice.id, item) for item in items)
    waiting = [own_discounts_off(work, line) for line in lines]
    over = periods_over(was, subscription)
    return billed(work, invoice, subscription, discounts, waiting=waiting, over=over)


def _collected(
    work: Work, subscription: Subscription, invoice: Invoice, at_once: Collecting | None
) -> None:
    """Collect at once, or leave the draft to itself, unless collection is paused."""
    paused = subscription.pause_collection or {}
    resumes_at = paused.get("resumes_at")
    if not paused or (resumes_at is not None and resumes_at <= work.now):
        if at_once is None:
            left_to_itself(work, invoice)
            return
        work.post("invoice.created", work.keep(invoice))
        invoice = invoice_paying.finalized(work, invoice, opens_intent=False)
        if invoice.status == "open" and invoice.collection_method == "charge_automatically":
            collect(work, invoice, at_once)
        return
    work.post("invoice.created", work.keep(invoice))
    if paused["behavior"] == "keep_as_draft":
        return
    invoice = invoice_paying.finalized(work, invoice, opens_intent=False)
    if invoice.status == "paid":
        return
    if paused["behavior"] == "void":
        voided(work, invoice)
    else:
        uncollectible(work, invoice)
