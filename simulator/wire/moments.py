"""Moments that parameters name, Unix seconds: none is before 1970, none far in the future.

Whoever sends milliseconds is refused here, before anything is reckoned with a year that no calendar
has. What a moment has to be besides (later than another, within a period) its operation knows.

Source: Stripe's refusals, quoted for `due_date`, `expires_at` and `trial_end`; that the others that
lie in the future are held to the same five years is inferred.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from simulator import errors
from simulator.catalogue import Anything, Either, Hash, Kind, ListOf, MapOf, Parameter, String

MOMENTS: Final = frozenset(
    {
        "automatically_finalizes_at",
        "backdate_start_date",
        "billing_cycle_anchor",
        "cancel_at",
        "due_date",
        "proration_date",
        "redeem_by",
        "resumes_at",
        "subscription_billing_cycle_anchor",
        "subscription_cancel_at",
        "subscription_proration_date",
        "subscription_trial_end",
        "timestamp",
        "trial_end",
    }
)
"""Parameters, by their names, wherever they are."""
DAYS: Final = frozenset({"days_until_due"})
"""Parameters that count the days from now until a moment."""
DAY: Final = 24 * 60 * 60
AHEAD_MAX: Final = 5 * 31_557_600
"""Seconds: five years of 365 1/4 days each."""


def may_be_among(parameters: Iterable[Parameter]) -> bool:
    """Whether any of these parameters, or one inside, may be looked at here."""
    return any(
        each.name in MOMENTS or each.name in DAYS or _may_be_in(each.kind) for each in parameters
    )


def _may_be_in(kind: Kind) -> bool:
    match kind:
        case Hash(parameters=parameters):
            return may_be_among(parameters)
        case ListOf(of=of):
            return _may_be_in(of)
        case Either(of=kinds):
            return any(map(_may_be_in, kinds))
        case MapOf(of=String()):
            return False
        case MapOf() | Anything():  # Its names are the client's choice.
            return True
        case _:
            return False


def check(given: Mapping[str, Any], now: int, at: str = "") -> None:
    """Look at every moment in these parameters.

    Args:
        now: Unix seconds.
        at: the parameter that they are in; empty at the top.

    Raises:
        TIMESTAMP_INVALID, TIMESTAMP_TOO_FAR, TOO_SMALL
    """
    for name, value in given.items():
        kind = type(value)
        if kind is int:
            if name in MOMENTS:
                within(value, now, f"{at}[{name}]" if at else name)
            elif name in DAYS:
                _check_days(value, f"{at}[{name}]" if at else name)
        elif kind is dict:
            check(value, now, f"{at}[{name}]" if at else name)
        elif kind is list:
            for index, member in enumerate(value):
                if type(member) is dict:
                    check(member, now, f"{at}[{name}][{index}]" if at else f"{name}[{index}]")


def within(moment: int, now: int, param: str) -> None:
    """Refuse a moment that is out of bounds.

    Raises:
        TIMESTAMP_INVALID, TIMESTAMP_TOO_FAR
    """
    if moment < 0:
        raise errors.TIMESTAMP_INVALID(param=param)
    if moment - now > AHEAD_MAX:
        raise errors.TIMESTAMP_TOO_FAR(param=param)


def _check_days(days: int, param: str) -> None:
    if days < 0:
        raise errors.TOO_SMALL(param=param, least=0)
    if days * DAY > AHEAD_MAX:
        raise errors.TIMESTAMP_TOO_FAR(param=param)
