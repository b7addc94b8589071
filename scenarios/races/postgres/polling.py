"""Statements that ask again and again whether there is something to do.

Rule: what was asked often in the same words with the same values, and never found a row, is a poll:
it passes from then on, also on the day when it finds something. A statement of a race is asked with
the values of its own order or cart, a few times at most.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from scenarios.races.postgres.batches import Execution

POLLS: Final = 6
KEPT_MAX: Final = 5_000


class Polling:
    """Which statements are polls."""

    def __init__(self) -> None:
        self._empty: Counter[Execution] = Counter()
        self._polls: set[Execution] = set()

    def passes(self, execution: Execution) -> bool:
        """Whether this is a poll."""
        return execution in self._polls

    def found(self, execution: Execution, rows: int | None) -> None:
        """So many rows were found; None: the server does not say."""
        if rows != 0:
            self._empty.pop(execution, None)
            return
        if len(self._empty) >= KEPT_MAX:
            self._empty.clear()
        self._empty[execution] += 1
        if self._empty[execution] >= POLLS:
            self._polls.add(execution)
