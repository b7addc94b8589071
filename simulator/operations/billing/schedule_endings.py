"""How a Subscription Schedule ends: released, completed, or canceled with its Subscription.

Source: API reference, "Subscription Schedules"; Stripe docs, "Subscription schedules".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator.agenda import due
from simulator.resources.subscription import ENDED, Subscription
from simulator.work import Work

KIND: Final = "subscription_schedule"
LIVES: Final = ("not_started", "active")
EXPIRING: Final = "schedule_expiring"
TOLD_BEFORE: Final = 7 * 24 * 60 * 60
"""Seconds before its end at which it is told of."""


def watch_end(work: Work, schedule: Any) -> None:
    """See to it that it is told of in good time when the last phase is about to end.

    That one which is shorter is not told of, and that it does not matter what becomes of the
    Subscription then, is inferred.
    """
    work.call_off(EXPIRING, schedule.id)
    if (at := schedule.phases[-1]["end_date"] - TOLD_BEFORE) > work.now:
        work.schedule(at, EXPIRING, schedule.id)


@due(EXPIRING)
def expires_soon(work: Work, id: str) -> None:
    """Seven days are left."""
    schedule = work.find_any(KIND, id)
    if schedule is not None and schedule.status in LIVES:
        work.post("subscription_schedule.expiring", schedule)


def ended(work: Work, schedule: Any, status: str, **changes: Any) -> Any:
    """The schedule in a status that is its last, kept and told of."""
    changes |= {"current_phase": None, "status": status, f"{status}_at": work.now}
    after = work.keep(replace(schedule, **changes))
    work.call_off("schedule_phase", schedule.id)
    work.call_off(EXPIRING, schedule.id)
    work.post(f"subscription_schedule.{status}", after)
    return after


def released(work: Work, schedule: Any, *, keeps_end: bool = False) -> Any:
    """The schedule that has let its Subscription go, which goes on as it is.

    Args:
        keeps_end: whether the Subscription still ends where the schedule would have ended it.
    """
    subscription = work.find(Subscription, schedule.subscription or "")
    if subscription is not None and subscription.status not in ENDED:
        freed = replace(subscription, schedule=None)
        if schedule.end_behavior == "cancel" and not keeps_end:
            freed = replace(freed, cancel_at=None, canceled_at=None)
        work.post("customer.subscription.updated", work.keep(freed), before=subscription)
    return ended(
        work,
        schedule,
        "released",
        released_subscription=schedule.subscription,
        subscription=None,
    )


def let_go(work: Work, subscription: Subscription) -> None:
    """A Subscription is over, and with it what was scheduled for it.

    A schedule whose last phase is over, too, has not been canceled: it completes.
    """
    schedule = work.find_any(KIND, subscription.schedule or "")
    if schedule is None or schedule.status not in LIVES:
        return
    if schedule.phases[-1]["end_date"] > work.now:
        ended(work, schedule, "canceled")


def forget_all(work: Work, customer: str) -> None:
    """A Customer is deleted, and with it what was scheduled; inferred."""
    for kept in tuple(work.account.store.table(KIND).values()):
        schedule = work.find_any(KIND, kept.id) or kept
        if schedule.customer == customer and schedule.status in LIVES:
            ended(work, schedule, "canceled")
