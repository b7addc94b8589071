"""Time: one clock an account, which starts at the wall's time and never runs backwards.

This is the one file of the simulator that reads the operating system's clock. Everything else asks
a Clock, or is handed the moment. A clock follows the wall until somebody moves it on or freezes it.
"""

import time
from collections.abc import Callable


def wall() -> int:
    """The operating system's Unix time in seconds, for what clients compare with their own clock.

    Stripe's SDKs refuse a webhook signature that is over 300 seconds old by their own wall clock,
    so `Stripe-Signature` carries this time, whatever the account's clock says.
    """
    return int(time.time())


def stopwatch() -> float:
    """Seconds of a steady counter, for durations alone."""
    return time.perf_counter()


class Clock:
    """The time of one account: follows the wall, can be moved on, can be frozen."""

    __slots__ = ("_ahead", "_frozen_at", "_latest", "_wall")

    def __init__(
        self, wall: Callable[[], float] = time.time, *, frozen_at: int | None = None
    ) -> None:
        self._wall = wall
        self._ahead = 0
        self._frozen_at = frozen_at
        self._latest = 0

    def now(self) -> int:
        """Unix time, seconds; never less than an earlier answer."""
        at = int(self._wall()) + self._ahead if self._frozen_at is None else self._frozen_at
        if at <= self._latest:
            return self._latest
        self._latest = at
        return at

    def jump_to(self, moment: int) -> None:
        """Move on to a moment (Unix seconds); a moment that has passed changes nothing."""
        behind = moment - self.now()
        if behind <= 0:
            return
        if self._frozen_at is None:
            self._ahead += behind
        else:
            self._frozen_at = moment

    def freeze(self) -> None:
        """Stand still until `thaw`; `jump_to` still moves on."""
        self._frozen_at = self.now()

    def thaw(self) -> None:
        """Follow the wall again, from the moment at which the clock stood."""
        if self._frozen_at is not None:
            self._ahead = self._frozen_at - int(self._wall())
            self._frozen_at = None

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still by itself."""
        return self._frozen_at is not None

    def state(self) -> tuple[int, int | None, int]:
        """Where it stands, for a snapshot: ahead of the wall, frozen at, and its latest answer."""
        return self._ahead, self._frozen_at, self._latest

    def restore(self, state: tuple[int, int | None, int]) -> None:
        """Put it back to where it stood; time that has passed on the wall since then has passed."""
        self._ahead, self._frozen_at, self._latest = state
