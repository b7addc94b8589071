"""The periods of a Subscription's cycle, which are counted from its anchor in both directions.

What began on the 31st comes back to the 31st. A part of a period costs as large a part of the
price.

Source: Stripe docs, "Billing cycle", "Prorations".
"""

from calendar import monthrange
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from simulator.resources.price import Recurring

DAY: Final = 24 * 60 * 60
"""Seconds."""


def months_later(start: int, months: int) -> int:
    """The same day so many months later, or the last of its month where there is no such day."""
    began = datetime.fromtimestamp(start, UTC)
    after = began.month - 1 + months
    year, month = began.year + after // 12, after % 12 + 1
    day = min(began.day, monthrange(year, month)[1])
    return int(began.replace(year=year, month=month, day=day).timestamp())


def period_end(anchor: int, recurring: Recurring, *, after: int | None = None) -> int:
    """When the first period ends that is not over at a moment; Unix seconds.

    Args:
        after: the moment; None: the anchor itself.
    """
    number = _first(anchor, recurring, anchor if after is None else after)
    return _boundary(anchor, recurring, number)


def period_start(anchor: int, recurring: Recurring, ends: int) -> int:
    """When the period began that ends at a moment, or goes on beyond it; Unix seconds."""
    return _boundary(anchor, recurring, _first(anchor, recurring, ends - 1) - 1)


def periods_between(anchor: int, recurring: Recurring, start: int, end: int) -> Decimal:
    """How many periods a span of time is, with the parts of those that it holds in part."""
    count = Decimal(0)
    while start < end:
        began = period_start(anchor, recurring, end)
        whole = period_end(anchor, recurring, after=began) - began
        count += Decimal(end - max(began, start)) / Decimal(whole)
        end = began
    return count


def _boundary(anchor: int, recurring: Recurring, number: int) -> int:
    """Where a period ends and the next begins: so many after the anchor, or before it."""
    if (length := _seconds(recurring)) is not None:
        return anchor + number * length
    return months_later(anchor, number * _months(recurring))


def _first(anchor: int, recurring: Recurring, after: int) -> int:
    """The number of the first boundary after a moment."""
    since = after - anchor
    if (length := _seconds(recurring)) is not None:
        return since // length + 1
    days = 31 if since >= 0 else 28
    number = since // (days * DAY * _months(recurring)) + 1
    while _boundary(anchor, recurring, number) <= after:
        number += 1
    return number


def _seconds(recurring: Recurring) -> int | None:
    """How long a period of days or weeks is; months differ."""
    days = {"day": 1, "week": 7}.get(recurring.interval)
    return None if days is None else days * DAY * recurring.interval_count


def _months(recurring: Recurring) -> int:
    return recurring.interval_count * (12 if recurring.interval == "year" else 1)
