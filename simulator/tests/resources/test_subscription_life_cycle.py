"""The life cycles of the billing minimum: every pair of status and move."""

from typing import get_args

import pytest

from simulator.operations.billing.subscription_periods import period_end
from simulator.resources import invoice, subscription
from simulator.resources.price import Recurring

NEW_YEARS_EVE = 1798675200  # 2026-12-31T00:00:00Z


def test_every_status_has_its_moves() -> None:
    assert set(subscription.LIFE_CYCLE) == set(get_args(subscription.Status))
    assert set(invoice.LIFE_CYCLE) == set(get_args(invoice.Status))


@pytest.mark.parametrize("status", subscription.ENDED)
def test_a_subscription_that_has_ended_stays_ended(status: subscription.Status) -> None:
    assert subscription.LIFE_CYCLE[status] == {}


@pytest.mark.parametrize("status", ["paid", "void"])
def test_an_invoice_that_is_paid_or_void_stays_so(status: invoice.Status) -> None:
    assert invoice.LIFE_CYCLE[status] == {}


@pytest.mark.parametrize(
    ("interval", "count", "days"),
    [("day", 3, 3), ("week", 2, 14), ("month", 1, 31), ("month", 2, 59), ("year", 1, 365)],
)
def test_a_period_ends_on_the_same_day_or_on_the_months_last(
    interval: str, count: int, days: int
) -> None:
    recurring = Recurring(interval=interval, interval_count=count)  # type: ignore[arg-type] # words
    assert period_end(NEW_YEARS_EVE, recurring) == NEW_YEARS_EVE + days * 86400
