"""Periods are counted from an anchor, forwards and backwards."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.operations.billing.subscription_periods import (
    period_end,
    period_start,
    periods_between,
)
from simulator.resources.price import Recurring

ANCHORS = st.integers(1_000_000_000, 2_000_000_000)
CYCLES = st.builds(
    Recurring,
    interval=st.sampled_from(["day", "week", "month", "year"]),
    interval_count=st.integers(1, 3),
)


def at(month: int, day: int) -> int:
    return int(datetime(2026, month, day, 12, tzinfo=UTC).timestamp())


@given(ANCHORS, CYCLES, st.integers(-200_000_000, 200_000_000))
def test_a_moment_lies_in_the_period_that_ends_first_after_it(
    anchor: int, cycle: Recurring, away: int
) -> None:
    moment = anchor + away
    ends = period_end(anchor, cycle, after=moment)
    assert period_start(anchor, cycle, ends) <= moment < ends


@given(ANCHORS, CYCLES)
def test_a_whole_period_is_one(anchor: int, cycle: Recurring) -> None:
    ends = period_end(anchor, cycle)
    assert period_start(anchor, cycle, ends) == anchor
    assert periods_between(anchor, cycle, anchor, ends) == 1


@pytest.mark.parametrize(
    ("start", "count"),
    [(at(3, 1), 0), (at(2, 15), Decimal(14) / 28), (at(2, 1), 1), (at(1, 1), 2)],
)
def test_parts_are_of_the_period_that_they_are_in(start: int, count: Decimal) -> None:
    monthly = Recurring(interval="month")
    assert periods_between(at(4, 1), monthly, start, at(3, 1)) == count
