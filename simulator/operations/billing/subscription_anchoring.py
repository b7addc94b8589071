"""Where the cycle of a new Subscription is anchored, and what is billed until then.

Until an anchor in the future, the first period costs as large a part of the price as it is long; if
nothing is to be prorated it is free, and there is no invoice. A start in the past is billed for up
to now, and anchors nothing.

Source: Stripe docs, "Billing cycle", "Backdate subscriptions"; API reference, "Create a
subscription" (billing_cycle_anchor, backdate_start_date, proration_behavior).
"""

from typing import Any

from simulator import errors
from simulator.operations.billing.subscription_items import Wanted
from simulator.operations.billing.subscription_periods import period_end
from simulator.resources.price import cycle_of
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


def anchored(work: Work, given: Hash, wanted: list[Wanted], trial_end: int | None) -> int:
    """The moment from which the periods are counted, Unix seconds.

    Raises:
        BACKDATE_NOT_PAST, TIMESTAMP_PAST
        ANCHOR_TOO_LATE: a whole period ends before it.
    """
    if (given.get("backdate_start_date") or 0) > work.now:
        raise errors.BACKDATE_NOT_PAST()
    begins = trial_end or work.now
    anchor = _asked(given)
    if anchor is None:
        return begins
    if anchor < work.now:
        raise errors.TIMESTAMP_PAST(param="billing_cycle_anchor")
    for price, _, _ in wanted:
        natural = period_end(begins, cycle_of(price))
        if anchor > natural:
            raise errors.ANCHOR_TOO_LATE(natural=natural)
    return anchor


def _asked(given: Hash) -> int | None:
    """The anchor that was asked for; a preview's is a word or a hash. None: none in particular."""
    anchor = given.get("billing_cycle_anchor")
    if isinstance(anchor, dict):
        anchor = anchor.get("timestamp")
    return anchor if isinstance(anchor, int) else None


def is_free(given: Hash, now: int) -> bool:
    """Whether nothing is billed until the anchor; a trial has its invoice over nothing."""
    anchor = _asked(given)
    if given.get("trial_end") or given.get("trial_period_days"):
        return False
    return given.get("proration_behavior") == "none" and anchor is not None and anchor > now


def billed_since(subscription: Subscription, given: Hash) -> int | None:
    """From when the first invoice bills what was before it; Unix seconds. None: it does not.

    That a trial does not is inferred.
    """
    if given.get("proration_behavior") == "none" or subscription.status == "trialing":
        return None
    return subscription.start_date
