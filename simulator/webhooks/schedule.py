"""When an attempt that failed is tried again.

Source: Stripe docs, "Webhooks: retry behavior": in live mode for up to three days with exponential
back-off, in a sandbox three times over a few hours. The exact moments are not published; these are
inferred from what people observed.
"""

from collections.abc import Mapping, Sequence
from typing import Final

_MINUTE, _HOUR = 60, 60 * 60

LIVE: Final = (
    *(5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR),
    *(12 * _HOUR,) * 4,
)
"""Seconds from each attempt to the next; the last falls within three days of the first."""
SANDBOX: Final = (5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR)

SCHEDULES: Final[Mapping[str, Sequence[int]]] = {"live": LIVE, "sandbox": SANDBOX, "never": ()}


def delay_after(attempts: int, schedule: Sequence[int]) -> int | None:
    """Seconds until the next attempt after this many; None when there will be none."""
    return schedule[attempts - 1] if attempts <= len(schedule) else None
