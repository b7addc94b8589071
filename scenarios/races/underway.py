"""Who is at what, while a race is on.

Rule 1: one step is taken at a time; so what newly appears belongs to the task that was moved last.
Rule 2: a connection belongs to whoever began its transaction, until that ends; a call to whoever
asked; what is there before anything was begun, to nobody. Whoever stood in a lock and was let go by
that step has moved, too: what appears is theirs if it is what usually follows, or if they have a
transaction open and show nothing. So it is theirs who are at work and were waited for in vain, if
it is what usually follows for them alone.
Rule 3: a task is at work as long as its deed is not done, or a transaction of it is open; it is at
rest as soon as something of it waits, or stands in a lock.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from scenarios.races.gates import Strand
from scenarios.races.pace import Pace

AT_REST = ("waits", "is locked")
NOBODY = ""


@dataclass(slots=True)
class Trail:
    """The last steps of one task, and when the last one was taken."""

    steps: tuple[str, str] = ("", "")
    at: float = 0.0
    shown: bool = False  # whether it has led to anything yet
    hidden: bool = False  # it was waited for in vain: what it waits for is not seen

    @property
    def key(self) -> str:
        return " > ".join(self.steps)


@dataclass(slots=True)
class UnderWay:
    """What is begun, and whose everything is."""

    pace: Pace
    futures: dict[str, Future[Any]] = field(default_factory=dict)
    trails: dict[str, Trail] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)  # of strands
    strands: Sequence[Strand] = ()
    moved: str = NOBODY  # the task of the last step
    woken: list[str] = field(default_factory=list)  # who stood in a lock that this step gave back

    def step(self, task: str, what: str) -> None:
        """A task is moved."""
        trail = self.trails.setdefault(task, Trail())
        trail.steps = (trail.steps[1], what)
        trail.at, trail.shown, trail.hidden = time.monotonic(), False, False
        self.moved = task
        self.woken = []

    def notice(self, strands: Sequence[Strand]) -> None:
        """Take note of what is under way now: what is new gets an owner."""
        before = {strand.key: strand.state for strand in self.strands}
        waited = {strand.held for strand in self.strands}
        self.strands = strands
        for strand in strands:
            if before.get(strand.key) == "is locked" and strand.state != "is locked":
                self._wake(self.owners[strand.key])
        there = {strand.key for strand in strands}
        for key in [key for key in self.owners if key not in there]:
            if before.get(key) == "is locked":
                self._wake(self.owners[key])
            del self.owners[key]
        for strand in strands:
            if strand.key not in self.owners:
                self.owners[strand.key] = self._owner_of(strand)
            if strand.state == "waits" and strand.held not in waited:
                self._shows(self.owners[strand.key], strand.what)

    def of(self, task: str) -> list[Strand]:
        """The strands of one task."""
        return [strand for strand in self.strands if self.owners.get(strand.key) == task]

    def rests(self, task: str) -> bool:
        """Whether something of this task waits, or stands in a lock."""
        return any(strand.state in AT_REST for strand in self.of(task))

    def at_work(self) -> list[str]:
        """The tasks of which it is certain that they will show something by themselves."""
        return [task for task in self.futures if self._is_at_work(task)]

    def unfinished(self) -> int:
        """How many deeds are not done."""
        return sum(not future.done() for future in self.futures.values())

    def someone_else_works_on(self) -> bool:
        """Whether the shop may say that it is busy because of somebody who is at rest."""
        return any(self.futures[task].done() and self.rests(task) for task in self.futures)

    def _is_at_work(self, task: str) -> bool:
        mine = self.of(task)
        if any(strand.state == "runs" for strand in mine):
            return True
        if any(strand.state in AT_REST for strand in mine):
            return False
        return bool(mine) or not self.futures[task].done()

    def _wake(self, task: str) -> None:
        if task not in (self.moved, NOBODY) and task not in self.woken:
            self.woken.append(task)

    def _owner_of(self, strand: Strand) -> str:
        rivals = [task for task in self.woken if self._is_at_work(task)]
        hidden = [task for task in self.at_work() if self.trails[task].hidden]
        for task in (*rivals, self.moved, *hidden):
            if task in self.trails and self.pace.leads_to(self.trails[task].key, strand.what):
                return task
        return rivals[0] if rivals else self.moved

    def _shows(self, task: str, what: str) -> None:
        trail = self.trails.get(task)
        if trail is not None and not trail.shown:
            # Who stood in a lock, or waited for others unseen, was not at work for all that time.
            alone = task == self.moved and not trail.hidden
            self.pace.saw_next(trail.key, what, time.monotonic() - trail.at if alone else 0.0)
            trail.shown, trail.hidden = True, False


def in_order(strands: Iterable[Strand], now: UnderWay, tasks: Sequence[str]) -> list[Strand]:
    """What waits: what goes on with the last step first, then task by task."""
    names = [now.moved, *tasks]
    waiting = [one for one in strands if one.state == "waits" and now.owners[one.key] != NOBODY]
    return sorted(waiting, key=lambda strand: names.index(now.owners[strand.key]))
