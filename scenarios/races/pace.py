"""What usually follows a step, and how soon: learnt from the runs of a race, for the next ones.

A task that answers first and works later shows nothing between two steps, and nothing at its end
either. How long to wait for more is known from the runs in which it was alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

STILL_S: Final = 0.02  # as long as nothing moves for so long, nothing is under way
UNCERTAIN_S: Final = 0.3  # the same, where something may be under way of which nothing is seen
WORKS_MAX_S: Final = 1.0  # who works for longer between two steps is taken to wait for others
PACES: Final = 3  # and in the shop's own pace: so many times the longest that it took yet


class Pace:
    """How soon the steps of a shop show what they led to."""

    def __init__(self) -> None:
        self._next: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._last: dict[str, float] = {}

    def saw_next(self, step: str, following: str, after_s: float) -> None:
        """This step led to that one, so long after."""
        known = self._next[step]
        known[following] = max(known.get(following, 0.0), after_s)

    def saw_last(self, step: str, after_s: float) -> None:
        """This step was a task's last one: so long after, the shop had nothing more to do."""
        self._last[step] = max(self._last.get(step, 0.0), after_s)

    def leads_to(self, step: str, following: str) -> bool:
        """Whether this step ever led to that one."""
        return following in self._next.get(step, ())

    def patience_s(self, step: str) -> float:
        """How long a task may show nothing after this step that has more to do for certain."""
        return min(max(UNCERTAIN_S, PACES * self._longest(step)), WORKS_MAX_S)

    def silence_s(self, step: str) -> float:
        """How long a task must show nothing after this step to be taken to be at its end."""
        if step not in self._last:
            return self.patience_s(step)
        took = max(self._last[step], self._longest(step))
        return min(max(2 * STILL_S, PACES * took), WORKS_MAX_S)

    def _longest(self, step: str) -> float:
        return max(self._next.get(step, {}).values(), default=0.0)
