"""When a Subscription's cycle begins anew before its period is over: by a word, or with a trial.

What is billed classically does so by itself, too: where it is paid for at another interval, or no
more for nothing. That `unchanged` holds it back is inferred.

What is left of the period is given back, the new one begins, and is billed at once.

Source: API reference, "Update a subscription" (billing_cycle_anchor, trial_end); Stripe docs,
"Billing cycle", "Prorations", "Compare classic and flexible billing mode". That an invoice's reason
is `subscription_update` is inferred.

Unlike Stripe: a `cancel_at` before the next renewal does not begin the cycle anew.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.invoice_collecting import Collecting
from simulator.operations.billing.subscription_items import ending_with, listed_items, of_one
from simulator.operations.billing.subscription_prorating import credit
from simulator.operations.billing.subscription_renewing import (
    bill_period,
    can_pay,
    renew,
    stopped_by_trial,
    warn_of_end,
    work_items,
)
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
RUNS: Final = ("active", "past_due", "trialing")


def turned(
    work: Work, before: Subscription, given: Hash, *, was: Subscription, by_itself: bool
) -> Subscription | None:
    """The Subscription whose cycle begins anew, kept and told of; None: its period goes on.

    Args:
        was: the Subscription before the request that this is part of.
        by_itself: whether it may begin anew though nobody says so.
    """
    ends = given.get("trial_end")
    if before.status not in RUNS:
        return None
    if before.status == "trialing":
        if ends == "now" or _anew(given):
            return _ended_now(work, before, given, was=was)
        if ends:
            moved = _cut_short(work, before, ends)
            if ends != was.trial_end:
                warn_of_end(work, moved)
        return None
    if isinstance(ends, int):
        return _tried(work, before, given, was=was)
    if not _anew(given) and not (by_itself and _anew_by_itself(was, before, given)):
        return None
    credit(work, was, given)
    renew(work, _cut_short(work, before, work.now), was=was, at_once=Collecting.asked(given))
    return work.load(Subscription, before.id)


def _anew(given: Hash) -> bool:
    """Whether the cycle begins now: said by a word, and since endive by a hash."""
    anchor = given.get("billing_cycle_anchor")
    return (anchor["type"] if isinstance(anchor, dict) else anchor) == "now"


def _anew_by_itself(was: Subscription, before: Subscription, given: Hash) -> bool:
    """Whether other prices begin the cycle anew."""
    if before.billing_mode["type"] != "classic" or given.get("billing_cycle_anchor"):
        return False
    old, new = ([item["plan"] for item in each.items["data"]] for each in (was, before))
    rhythms = [{(plan["interval"], plan["interval_count"]) for plan in each} for each in (old, new)]
    free = all(plan["amount"] == 0 for plan in old)
    return rhythms[0] != rhythms[1] or (free and any(plan["amount"] for plan in new))


def _ended_now(work: Work, before: Subscription, given: Hash, *, was: Subscription) -> Subscription:
    """The trial ends now: told of as one that will end, and what follows is billed at once.

    Raises:
        SUBSCRIPTION_UNPAYABLE: there is nothing to pay it with (probed).
    """
    moved = _cut_short(work, before, work.now)
    work.post("customer.subscription.trial_will_end", moved)
    if not stopped_by_trial(work, moved):
        if given.get("trial_end") == "now" and not can_pay(work, moved):
            raise errors.SUBSCRIPTION_UNPAYABLE()
        renew(work, moved, was=was, at_once=Collecting.asked(given))
    return work.load(Subscription, before.id)


def _tried(work: Work, before: Subscription, given: Hash, *, was: Subscription) -> Subscription:
    """A trial begins in the middle of what is paid for: its invoice is over nothing."""
    credit(work, was, given)
    ends = given["trial_end"]
    items = [
        work.keep(replace(item, current_period_start=work.now, current_period_end=ends))
        for item in work_items(work, before)
    ]
    begun = replace(
        before,
        billing_cycle_anchor=ends,
        items=listed_items(before.id, items),
        status="trialing",
        trial_end=ends,
        trial_start=work.now,
        **of_one(items),
        **ending_with(before, items),
    )
    bill_period(work, work.keep(begun), was=was, at_once=Collecting.asked(given))
    after = work.load(Subscription, before.id)
    warn_of_end(work, after)
    return after


def _cut_short(work: Work, before: Subscription, at: int) -> Subscription:
    """The Subscription whose period ends at a moment, from which its cycle is counted; kept."""
    items = [work.keep(replace(item, current_period_end=at)) for item in work_items(work, before)]
    moved = replace(
        before,
        items=listed_items(before.id, items),
        **of_one(items),
        **ending_with(before, items),
    )
    trial = {"trial_end": at} if before.status == "trialing" else {}
    return work.keep(replace(moved, billing_cycle_anchor=at, **trial))
