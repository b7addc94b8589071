"""Which Subscriptions a list is over.

Source: API reference, "List subscriptions".
"""

from collections.abc import Callable
from typing import Any

from simulator.operations.billing.subscription_items import named_by_plan
from simulator.operations.platform.narrowing import check_named
from simulator.resources import subscription as states
from simulator.resources.customer import Customer
from simulator.resources.price import Price
from simulator.resources.subscription import Subscription
from simulator.resources.test_clock import TestClock
from simulator.wire.lists import within
from simulator.work import Work

Hash = dict[str, Any]


def wanted(work: Work, given: Hash) -> Callable[[Subscription], bool]:
    """Whether a Subscription is one that was asked for.

    Without `status`, those that are canceled are not; those of a test clock only where it, or
    their Customer, is named.

    Raises:
        REFERENCE_MISSING: something is named that is not there.
    """
    _check_named(work, given)
    prices = {given[name] for name in ("plan", "price") if given.get(name)}
    periods = [
        (name, given[name])
        for name in ("current_period_end", "current_period_start")
        if given.get(name) is not None
    ]

    def keep(subscription: Subscription) -> bool:
        items = subscription.items["data"]
        return (
            _of_whom(subscription, given)
            and _has_status(subscription, given.get("status"))
            and given.get("collection_method") in (None, subscription.collection_method)
            and _taxed(subscription, given.get("automatic_tax"))
            and prices <= {item["price"]["id"] for item in items}
            and all(any(within(item[name], limits) for item in items) for name, limits in periods)
        )

    return keep


def _check_named(work: Work, given: Hash) -> None:
    check_named(work, customer=Customer, price=Price, test_clock=TestClock)
    if id := given.get("plan"):
        named_by_plan(work, id, "plan")


def _of_whom(subscription: Subscription, given: Hash) -> bool:
    if (customer := given.get("customer")) and customer != subscription.customer:
        return False
    clock = given.get("test_clock")
    if clock is None and customer:
        return True
    return subscription.test_clock == clock


def _has_status(subscription: Subscription, status: str | None) -> bool:
    match status:
        case None:
            return subscription.status != "canceled"
        case "all":
            return True
        case "ended":
            return subscription.status in states.ENDED
    return subscription.status == status


def _taxed(subscription: Subscription, asked: Hash | None) -> bool:
    return asked is None or subscription.automatic_tax["enabled"] == asked["enabled"]
