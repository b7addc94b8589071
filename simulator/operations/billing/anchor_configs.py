"""Anchors that are told as a day of the month, or of the year: the next moment that is like it.

Source: API reference, "Create a subscription" (billing_cycle_anchor_config). That a part which is
not told is as it is at the beginning, and that a month without such a day has its last one instead,
is inferred.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from simulator import errors

Hash = dict[str, Any]
CONFIG: Final = "billing_cycle_anchor_config"
ANCHOR: Final = "billing_cycle_anchor"
LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "day_of_month": (1, 31),
    "hour": (0, 23),
    "minute": (0, 59),
    "month": (1, 12),
    "second": (0, 59),
}
"""What each part is at least, and at most."""
MONTHS: Final = 12


def check(given: Mapping[str, Any], at: str = "") -> None:
    """Refuse what is no day, and two anchors.

    Args:
        at: the hash that they are in, for refusals; empty at the top.

    Raises:
        EXCLUSIVE, TOO_SMALL, TOO_GREAT
    """
    config = given.get(CONFIG)
    if not config:
        return
    if given.get(ANCHOR) is not None:
        param = f"{at}[{ANCHOR}]" if at else ANCHOR
        raise errors.EXCLUSIVE(names=f"{ANCHOR}, {CONFIG}", param=param)
    for name, (least, most) in LIMITS.items():
        value, param = config.get(name), f"{at}[{CONFIG}][{name}]" if at else f"{CONFIG}[{name}]"
        if value is not None and value < least:
            raise errors.TOO_SMALL(param=param, least=least)
        if value is not None and value > most:
            raise errors.TOO_GREAT(param=param, most=most)


def anchor_of(given: Mapping[str, Any], begins: int) -> int | None:
    """The moment that the periods are counted from, Unix seconds; None where none is told.

    Args:
        begins: when the first period does, which is paid in full; Unix seconds.
    """
    config = given.get(CONFIG)
    return given.get(ANCHOR) if not config else _next(config, begins)


def with_anchor(given: Hash, begins: int) -> Hash:
    """The parameters, with the moment in the place of what it is to be like."""
    return given | {ANCHOR: anchor_of(given, begins)} if given.get(CONFIG) else given


def shown(given: Mapping[str, Any]) -> Hash | None:
    """What it is to be like, as the Subscription shows it."""
    config = given.get(CONFIG)
    return {name: config.get(name) for name in LIMITS} if config else None


def _next(config: Hash, begins: int) -> int:
    start = datetime.fromtimestamp(begins, UTC)
    clock = ("hour", "minute", "second")
    told = {name: config[name] for name in clock if config.get(name) is not None}
    for ahead in range(MONTHS + 1):
        years, month = divmod(start.month - 1 + ahead, MONTHS)
        year, month = start.year + years, month + 1
        if config.get("month") not in (None, month):
            continue
        day = min(config["day_of_month"], monthrange(year, month)[1])
        moment = int(start.replace(year=year, month=month, day=day, **told).timestamp())
        if moment > begins:
            return moment
    raise AssertionError("every year has this day")
