"""A Subscription that paused at its trial's end is resumed: once what it then owes is paid.

By default an attempt to pay is enough: where it fails the Subscription is past due, and Stripe does
not try again. An invoice that is given up as uncollectible is no longer waited for.

Source: API reference, "Resume a subscription"; Stripe docs, "Pause subscriptions"; changelog,
"Adds the subscription pause endpoint". That the invoice says `subscription_update` as its reason,
and the order of the events, are inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.billing import invoice_drafts, invoice_paying
from simulator.operations.billing.invoice_closing import ON_UNCOLLECTIBLE, voided
from simulator.operations.billing.invoice_collecting import Collecting, collect
from simulator.operations.billing.subscription_discounts import current, lasting
from simulator.operations.billing.subscription_items import listed_items, of_one
from simulator.operations.billing.subscription_lines import billed
from simulator.operations.billing.subscription_periods import period_end
from simulator.operations.billing.subscription_renewing import watch, work_items
from simulator.operations.selling.price_currencies import sold_at
from simulator.resources import subscription as states
from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.price import cycle_of
from simulator.resources.subscription import Resumption, Subscription, SubscriptionItem
from simulator.work import Work

Hash = dict[str, Any]
PAID_WITHIN: Final = states.FIRST_PAYMENT_WITHIN
"""Seconds after which what nobody tried to pay is voided."""


def resume(work: Work) -> Subscription:
    """POST /v1/subscriptions/{subscription}/resume

    Raises:
        RESOURCE_MISSING, SUBSCRIPTION_NOT_PAUSED
    """
    before, given = work.load(Subscription, work.path["subscription"]), work.params
    if before.status in states.ENDED:
        raise errors.RESOURCE_MISSING(param="id", noun="subscription", id=before.id)
    if before.status != "paused":
        raise errors.SUBSCRIPTION_NOT_PAUSED()
    anchor = given.get("billing_cycle_anchor") or "now"
    anew = (anchor["type"] if isinstance(anchor, dict) else anchor) == "now"
    moved = _in_period(work, before, work.now if anew else before.billing_cycle_anchor)
    if not anew and given.get("proration_behavior") == "none":
        return _going_on(work, moved, was=before)
    discounts = current(work, moved)
    invoice = _drawn_up(work, moved, discounts)
    moved = lasting(work, replace(moved, latest_invoice=invoice.id), discounts)
    if invoice.status == "paid":
        return _going_on(work, moved, was=before)
    work.keep(moved)
    work.post("customer.subscription.updated", moved, before=before)
    tries_now = given.get("payment_behavior") == "resume_on_payment_success"
    work.keep(Resumption(id=moved.id, invoice=invoice.id, by_attempt=not tries_now))
    work.schedule(work.now + PAID_WITHIN, "resumption_expires", moved.id)
    if tries_now:
        collect(work, invoice, Collecting.asked(given))
    else:
        invoice_paying.open_intent(work, invoice, description="Subscription update")
    return work.load(Subscription, moved.id)


def _in_period(work: Work, before: Subscription, anchor: int) -> Subscription:
    """The Subscription in the period that begins now, of a cycle that is counted from a moment."""
    items = [work.keep(_from_now(work, item, anchor)) for item in work_items(work, before)]
    listed = listed_items(before.id, items)
    return replace(before, billing_cycle_anchor=anchor, items=listed, **of_one(items))


def _from_now(work: Work, item: SubscriptionItem, anchor: int) -> SubscriptionItem:
    price = sold_at(work, item.price["id"])
    cycle = cycle_of(price)
    ends = period_end(anchor, cycle, after=work.now)
    return replace(item, current_period_start=work.now, current_period_end=ends)


def _drawn_up(work: Work, subscription: Subscription, discounts: list[Any]) -> Invoice:
    """The invoice of the period that has begun, made final at once."""
    invoice = invoice_drafts.of_subscription(work, subscription, "subscription_update")
    invoice = billed(work, invoice, subscription, discounts)
    work.post("invoice.created", work.keep(invoice))
    return invoice_paying.finalized(work, invoice, opens_intent=False)


def _going_on(work: Work, moved: Subscription, *, was: Subscription) -> Subscription:
    """The Subscription, which is active again; kept and told."""
    after = work.keep(states.moved(moved, "paid"))
    watch(work, after)
    work.post("customer.subscription.updated", after, before=was)
    work.post("customer.subscription.resumed", after)
    return after


def resumed(work: Work, invoice: Invoice) -> None:
    """What a Subscription was to be resumed with is paid."""
    if (waiting := _waiting_for(work, invoice)) is None:
        return
    subscription = _waits_no_more(work, waiting)
    watch(work, subscription)
    work.post("customer.subscription.resumed", subscription)


def attempted(work: Work, invoice: Invoice) -> None:
    """What a Subscription was to be resumed with was tried, and not paid."""
    waiting = _waiting_for(work, invoice)
    if waiting is None or not waiting.by_attempt:
        return
    before = _waits_no_more(work, waiting)
    if before.status in states.ENDED:
        return
    after = work.keep(states.moved(before, "attempted"))
    watch(work, after)
    work.post("customer.subscription.updated", after, before=before)
    work.post("customer.subscription.resumed", after)


def written_off(work: Work, invoice: Invoice) -> None:
    """Nobody expects that what a Subscription was to be resumed with is paid."""
    if (waiting := _waiting_for(work, invoice)) is None:
        return
    before = _waits_no_more(work, waiting)
    if before.status not in states.ENDED:
        _going_on(work, before, was=before)


def _waiting_for(work: Work, invoice: Invoice) -> Resumption | None:
    """The resumption that waits for this invoice."""
    waiting = work.find(Resumption, subscription_of(invoice) or "")
    return waiting if waiting is not None and waiting.invoice == invoice.id else None


def _waits_no_more(work: Work, waiting: Resumption) -> Subscription:
    """The Subscription that waited."""
    work.drop(waiting)
    work.call_off("resumption_expires", waiting.id)
    return work.load(Subscription, waiting.id)


invoice_paying.ON_PAID.append(resumed)
invoice_paying.ON_FAILED.append(attempted)
ON_UNCOLLECTIBLE.append(written_off)


@due("resumption_expires")
def expires(work: Work, id: str) -> None:
    """Nobody has paid in time: the Subscription stays as it is."""
    if (waiting := work.find(Resumption, id)) is None:
        return
    work.drop(waiting)
    invoice = work.find(Invoice, waiting.invoice)
    if invoice is not None and invoice.status == "open":
        voided(work, invoice)
