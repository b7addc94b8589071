"""An account's time, from Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.connection import Control
from simulator.control.shapes import ClockView


class Clock:
    """The account's time."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> int:
        """Unix time, seconds."""
        return self.view().now

    def view(self) -> ClockView:
        """How late it is, and when the next thing falls due."""
        return self._control.call("GET", "/clock", ClockView)

    def advance(self, by: int | str, *, timeout: float = 60.0) -> int:
        """Move time on by seconds or a span (`7d`), doing all that falls due on the way.

        Raises:
            NotQuiet: a delivery on the way did not come to an end.
        """
        return self._advance({"by": by}, timeout)

    def advance_to(self, moment: int, *, timeout: float = 60.0) -> int:
        """Move time on to a moment, Unix seconds."""
        return self._advance({"to": moment}, timeout)

    def advance_to_next(self, *, timeout: float = 60.0) -> int:
        """Move time on to what falls due next, and do it."""
        return self._advance({"to_next": True}, timeout)

    def freeze(self) -> int:
        """Let the clock stand, until it is moved on or thawed."""
        return self._control.call("POST", "/clock/freeze", ClockView).now

    def thaw(self) -> int:
        """Let the clock follow the wall again."""
        return self._control.call("POST", "/clock/thaw", ClockView).now

    def _advance(self, given: Mapping[str, Any], timeout: float) -> int:
        given = {**given, "timeout_s": timeout}
        # The whole way may take long where many deliveries are attempted on it.
        return self._control.call(
            "POST", "/clock/advance", ClockView, given, timeout=timeout * 10
        ).now
