"""What a Subscription may be asked for: its numbers, its moments, and what it may be made of.

Source: API reference, "Create a subscription", "Update a subscription".
"""

from typing import Any, Final

from simulator import errors
from simulator.resources.customer import Customer
from simulator.resources.subscription import ENDED, Subscription, SubscriptionItem
from simulator.work import Work

Hash = dict[str, Any]

DAY: Final = 24 * 60 * 60
ROWS_MAX: Final = 20
TRIAL_DAYS_MAX: Final = 730
PERCENT_MAX: Final = 100
CHANGES_ONCE_OVER: Final = frozenset({"cancellation_details", "metadata"})
OF_A_CLOCKS_CUSTOMER: Final = 3
"""How many Subscriptions a Customer on a test clock has at most."""


def check_asked(work: Work, given: Hash) -> None:
    """Refuse numbers and moments that no Subscription has.

    Raises:
        ARRAY_TOO_LONG, NEGATIVE, FEE_PERCENT_TOO_LARGE, EXCLUSIVE, TRIAL_TOO_LONG,
        MOMENT_IN_THE_PAST
    """
    for name in ("items", "add_invoice_items"):
        rows = given.get(name) or ()
        if len(rows) > ROWS_MAX:
            raise errors.ARRAY_TOO_LONG(param=name, name=name, most=ROWS_MAX)
        for at, row in enumerate(rows):
            _check_not_negative(row, "quantity", f"{name}[{at}][quantity]")
    for name in ("application_fee_percent", "days_until_due", "quantity", "trial_period_days"):
        _check_not_negative(given, name, name)
    if (given.get("application_fee_percent") or 0) > PERCENT_MAX:
        raise errors.FEE_PERCENT_TOO_LARGE(value=given["application_fee_percent"])
    for one, other in (
        ("trial_end", "trial_period_days"),
        ("cancel_at", "cancel_at_period_end"),
    ):
        if given.get(one) and given.get(other):
            raise errors.EXCLUSIVE(param=one, names=f"{one}, {other}")
    if (given.get("trial_period_days") or 0) > TRIAL_DAYS_MAX:
        raise errors.TRIAL_TOO_LONG(param="trial_period_days")
    for name in ("cancel_at", "trial_end"):
        if isinstance(moment := given.get(name), int) and moment <= work.now:
            raise errors.MOMENT_IN_THE_PAST(param=name)
    ends = given.get("trial_end")
    if isinstance(ends, int) and ends > work.now + TRIAL_DAYS_MAX * DAY:
        raise errors.TRIAL_TOO_LONG(param="trial_end")


def _check_not_negative(given: Hash, name: str, at: str) -> None:
    if (given.get(name) or 0) < 0:
        raise errors.NEGATIVE(param=at)


def check_items(items: list[SubscriptionItem], mode: Hash) -> None:
    """Refuse to subscribe to nothing, to too much, to the same price twice, or out of step.

    Args:
        mode: `billing_mode`: what is billed flexibly may fall due at different intervals. Source:
            Stripe docs, "Mixed interval subscriptions".

    Raises:
        LAST_SUBSCRIPTION_ITEM, ARRAY_TOO_LONG, SAME_PRICE_TWICE, INTERVALS_DIFFER
    """
    if not items:
        raise errors.LAST_SUBSCRIPTION_ITEM()
    if len(items) > ROWS_MAX:
        raise errors.ARRAY_TOO_LONG(param="items", name="items", most=ROWS_MAX)
    seen: set[str] = set()
    for item in items:
        if (price := item.price["id"]) in seen:
            raise errors.SAME_PRICE_TWICE(price=price)
        seen.add(price)
    if mode["type"] == "classic":
        _check_intervals([item.plan for item in items])


def _check_intervals(plans: list[Hash]) -> None:
    for name in ("interval", "interval_count"):
        if len({plan[name] for plan in plans}) > 1:
            raise errors.INTERVALS_DIFFER(name=name)


def check_living(before: Subscription, given: Hash) -> None:
    """Refuse to change what is over; that what has expired is treated alike is inferred.

    Raises:
        SUBSCRIPTION_OVER
    """
    if before.status in ENDED and not given.keys() <= CHANGES_ONCE_OVER | {"expand"}:
        raise errors.SUBSCRIPTION_OVER()


def check_clock(work: Work, customer: Customer) -> None:
    """Refuse more Subscriptions than a Customer on a test clock may have.

    Raises:
        TOO_MANY_SUBSCRIPTIONS_ON_CLOCK
    """
    if customer.test_clock is None:
        return
    held = work.where(Subscription, "customer", customer.id)
    if sum(each.status not in ENDED for each in held) >= OF_A_CLOCKS_CUSTOMER:
        raise errors.TOO_MANY_SUBSCRIPTIONS_ON_CLOCK(most=OF_A_CLOCKS_CUSTOMER)
