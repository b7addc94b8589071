"""Balance settings: when the money of an account is available, and when it is paid out.

Of each account there is one; it has no id, and stands under the account's.

Source: API reference, "Balance Settings", whose examples tell what is left out.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final

import msgspec

Hash = dict[str, Any]
DAYS_OF: Final = {"monthly": "monthly_payout_days", "weekly": "weekly_payout_days"}
"""What a schedule says besides, by its interval."""
WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday"),
)
DAYS_AHEAD: Final = 62
"""No two days of a schedule are further apart."""
BY_CURRENCY: Final = ("automatic_transfer_rules_by_currency", "minimum_balance_by_currency")


class BalanceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one account, as they are kept."""

    KIND: ClassVar[str] = "balance_settings.kept"

    id: str
    payments: Hash


def changed(before: Hash, told: Mapping[str, Any]) -> Hash:
    """`payments` once it was told other settings.

    Args:
        told: of the same shape; what is None is taken away.
    """
    after = dict(before)
    if told.get("debit_negative_balances") is not None:
        after["debit_negative_balances"] = told["debit_negative_balances"]
    if payouts := told.get("payouts"):
        after["payouts"] = _paid_out(before["payouts"], payouts)
    if timing := told.get("settlement_timing"):
        after["settlement_timing"] = _settled(before["settlement_timing"], timing)
    return after


def _paid_out(before: Hash, told: Mapping[str, Any]) -> Hash:
    after = dict(before)
    for name in BY_CURRENCY:
        if name in told:
            after[name] = _without_empty((before.get(name) or {}) | (told[name] or {}))
            if not told[name] or not after[name]:
                del after[name]
    if schedule := told.get("schedule"):
        after["schedule"] = _scheduled(before["schedule"], schedule)
    if "statement_descriptor" in told:
        after["statement_descriptor"] = told["statement_descriptor"]
    return dict(sorted(after.items()))


def _scheduled(before: Hash, told: Mapping[str, Any]) -> Hash:
    """A schedule tells on which days it pays only where its interval has such days."""
    interval = told.get("interval") or before["interval"]
    found: Hash = {"interval": interval}
    if (name := DAYS_OF.get(interval)) is not None:
        found[name] = told.get(name) or before.get(name)
    return found


def next_payout(schedule: Mapping[str, Any], now: int) -> int | None:
    """When money is paid out next, Unix seconds: a midnight in UTC; None where nobody has said.

    Of a month that has no such day it is the last one. That it is midnight is inferred.
    """
    day = datetime.fromtimestamp(now, UTC).date()
    for _ in range(DAYS_AHEAD):
        day += timedelta(days=1)
        if _pays_on(schedule, day):
            return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return None


def _pays_on(schedule: Mapping[str, Any], day: date) -> bool:
    match schedule["interval"]:
        case "daily":
            return True
        case "weekly":
            return WEEKDAYS[day.weekday()] in schedule["weekly_payout_days"]
        case "monthly":
            last = monthrange(day.year, day.month)[1]
            return day.day in {min(each, last) for each in schedule["monthly_payout_days"]}
        case _:
            return False


def _settled(before: Hash, told: Mapping[str, Any]) -> Hash:
    """How long money is held: the days that were asked for, or else the account's own."""
    after = dict(before)
    if "start_of_day" in told:
        after["start_of_day"] = told["start_of_day"]
    if "delay_days_override" in told:
        after["delay_days_override"] = told["delay_days_override"]
    return dict(sorted(_without_empty(after).items()))


def _without_empty(told: Mapping[str, Any]) -> Hash:
    return {name: value for name, value in told.items() if value is not None}
