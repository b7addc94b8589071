"""The test clock: a time of their own for some customers.

Source: API reference, "Test Clocks"; Stripe docs, "Test clocks".
"""

from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Literal

import msgspec

from simulator import errors

DELETED_AFTER: Final = 30 * 86_400
"""Seconds until Stripe deletes a test clock by itself. Inferred; the documentation shows 7 days."""


class TestClock(msgspec.Struct, frozen=True, kw_only=True):
    """A test clock."""

    KIND: ClassVar[str] = "test_helpers.test_clock"
    __test__: ClassVar[bool] = False  # It is no test, whatever pytest makes of its name.

    id: str
    object: Literal["test_helpers.test_clock"] = "test_helpers.test_clock"
    created: int
    deletes_after: int
    frozen_time: int
    livemode: bool
    name: str | None = None
    status: Literal["advancing", "internal_failure", "ready"] = "ready"
    status_details: dict[str, Any] = {}


def advancing(clock: TestClock, to: int, *, most: int) -> TestClock:
    """The clock on its way to a moment, Unix seconds.

    Args:
        most: how far it can go at once, Unix seconds.

    Raises:
        TEST_CLOCK_PAST, TEST_CLOCK_TOO_FAR: it cannot go there.
        TEST_CLOCK_ADVANCING: it is on its way already.
    """
    if clock.status == "advancing":
        raise errors.TEST_CLOCK_ADVANCING(id=clock.id)
    if to <= clock.frozen_time:
        raise errors.TEST_CLOCK_PAST()
    if to > most:
        now = clock.frozen_time
        raise errors.TEST_CLOCK_TOO_FAR(
            now=now, now_said=_said(now), most=most, most_said=_said(most)
        )
    details = {"advancing": {"target_frozen_time": to}}
    return msgspec.structs.replace(clock, status="advancing", status_details=details)


def _said(moment: int) -> str:
    """Such as `2026-11-23 00:00:00 UTC`."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def arrived(clock: TestClock, at: int) -> TestClock:
    """The clock at a moment, ready to be advanced again."""
    return msgspec.structs.replace(clock, frozen_time=at, status="ready", status_details={})
