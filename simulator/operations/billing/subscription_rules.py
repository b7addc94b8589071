"""What a Subscription may be asked for: its numbers, its moments, and what it may be made of.

Source: API reference, "Create a subscription", "Update a subscription".
"""

from collections.abc import Collection
from typing import Any, Final

from simulator import errors
from simulator.operations.billing import anchor_configs
from simulator.resources.customer import Customer
from simulator.resources.subscription import ENDED, Subscription, SubscriptionItem
from simulator.work import Work

Hash = dict[str, Any]

DAY: Final = 24 * 60 * 60
ROWS_MAX: Final = 20
TRIAL_DAYS_MAX: Final = 730
PERCENT_MAX: Final = 100
CHANGES_ONCE_OVER: Final = frozenset({"cancellation_details", "metadata"})
COSTS_NOTHING: Final = frozenset({"discounts", "id", "metadata", "tax_rates"})
"""What can be said of an item without a line on an invoice."""
OF_A_CLOCKS_CUSTOMER: Final = 3
"""How many Subscriptions a Customer on a test clock has at most."""


def check_asked(work: Work, given: Hash) -> None:
    """Refuse numbers and moments that no Subscription has.

    Raises:
        ARRAY_TOO_LONG, NEGATIVE, FEE_PERCENT_TOO_LARGE, EXCLUSIVE, TRIAL_TOO_LONG,
        IN_THE_PAST, TOO_SMALL, TOO_GREAT
    """
    anchor_configs.check(given)
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
            raise errors.IN_THE_PAST(param=name, name=name, value=moment)
    ends = given.get("trial_end")
    if isinstance(ends, int) and ends > work.now + TRIAL_DAYS_MAX * DAY:
        raise errors.TRIAL_TOO_LONG(param="trial_end")


def _check_not_negative(given: Hash, name: str, at: str) -> None:
    if (given.get(name) or 0) < 0:
        raise errors.NEGATIVE(param=at)


def check_new(given: Hash) -> None:
    """Refuse what is said only of a Subscription that there is already, and what says it twice.

    Raises:
        PENDING_ON_CREATION, TRIAL_OF_PLAN_ALONE, DAYS_WITHOUT_SENDING, SENDING_NEEDS_DAYS
    """
    if given.get("payment_behavior") == "pending_if_incomplete":
        raise errors.PENDING_ON_CREATION()
    if given.get("trial_from_plan") and (given.get("trial_end") or given.get("trial_period_days")):
        raise errors.TRIAL_OF_PLAN_ALONE()
    check_sending(given, "charge_automatically", None)


def check_sending(given: Hash, method: str, days: int | None) -> None:
    """Refuse days to pay in where nothing is sent, and to send what is to be paid at no time.

    Args:
        method: how it is collected until now.
        days: in how many days it is to be paid until now.

    Raises:
        DAYS_WITHOUT_SENDING, SENDING_NEEDS_DAYS
    """
    told = given.get("days_until_due")
    if (given.get("collection_method") or method) != "send_invoice":
        if told is not None:
            raise errors.DAYS_WITHOUT_SENDING()
    elif given.get("collection_method") and told is None and days is None:
        raise errors.SENDING_NEEDS_DAYS()


def check_items(
    items: list[SubscriptionItem], mode: Hash, held: Collection[SubscriptionItem] = ()
) -> None:
    """Refuse to subscribe to nothing, to too much, to the same price twice, or out of step.

    Args:
        mode: `billing_mode`: what is billed flexibly may fall due at different intervals. Source:
            Stripe docs, "Mixed interval subscriptions".
        held: what is subscribed to until now; nothing where the Subscription is new.

    Raises:
        LAST_SUBSCRIPTION_ITEM, ARRAY_TOO_LONG, SAME_PRICE_TWICE, PRICE_SUBSCRIBED_ALREADY,
        INTERVALS_DIFFER
    """
    if not items:
        raise errors.LAST_SUBSCRIPTION_ITEM()
    seen: dict[str, str] = {}
    for item in items if held else ():
        if (price := item.price["id"]) in seen:
            raise errors.PRICE_SUBSCRIBED_ALREADY(price=price, item=seen[price])
        seen[price] = item.id
    check_prices([item.price["id"] for item in items])
    if mode["type"] == "classic":
        _check_intervals([item.plan for item in items])


def check_prices(prices: list[str]) -> None:
    """Refuse more items than there can be, and the same price twice.

    Raises:
        ARRAY_TOO_LONG, SAME_PRICE_TWICE
    """
    if len(prices) > ROWS_MAX:
        raise errors.ARRAY_TOO_LONG(param="items", name="items", most=ROWS_MAX)
    for index, price in enumerate(prices):
        if price in prices[:index]:
            raise errors.SAME_PRICE_TWICE(price=price)


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


def check_status(before: Subscription, given: Hash) -> None:
    """Refuse what would cost something before the first invoice is paid, and trials of what paused.

    Raises:
        SUBSCRIPTION_INCOMPLETE, SUBSCRIPTION_PAUSED
    """
    if before.status == "incomplete" and _costs(given):
        raise errors.SUBSCRIPTION_INCOMPLETE()
    if before.status == "paused" and given.get("trial_end"):
        raise errors.SUBSCRIPTION_PAUSED()


def _costs(given: Hash) -> bool:
    """Whether an update makes an invoice, or items of one; which do is inferred."""
    if given.get("add_invoice_items") or given.get("trial_end"):
        return True
    if given.get("billing_cycle_anchor") not in (None, "unchanged"):
        return True
    rows = () if given.get("proration_behavior") == "none" else given.get("items") or ()
    return any(row.keys() - COSTS_NOTHING for row in rows)


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


def check_taxes(subscription: Subscription) -> None:
    """Refuse tax rates that are contained in what a price says it is before tax, or the reverse.

    Raises:
        TAXES_CONFLICT
    """
    for item in subscription.items["data"]:
        behavior = item["price"]["tax_behavior"]
        if behavior == "unspecified":
            continue
        for rate in item.get("tax_rates") or subscription.default_tax_rates or ():
            if rate["inclusive"] != (behavior == "inclusive"):
                raise errors.TAXES_CONFLICT()
