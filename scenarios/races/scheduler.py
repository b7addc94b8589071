"""The scheduler: several things at once, and one step at a time.

Rule 1: every call of the shop to Stripe is held twice, on its way in and on its way out. When
nothing moves any more, exactly one step is taken: a task is begun, or one held call is let go. So
whoever chooses decides who is first.
Rule 2: the first of the steps that there are goes on with what was moved last; any other one
interrupts it, unless it had nothing to go on with. An order of events is therefore as simple as it
has few interruptions.
Rule 3: the same choices take the same steps, as far as the shop's own threads allow; what was done
is written down as it was done, and can be told and repeated.

A shop that answers an event first and works on it later has calls that belong to no task that is
under way; they are reckoned to the task that was moved when they appeared.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from simulator import Account, Held

STEPS_MAX: Final = 200
STILL_S: Final = 0.02  # as long as nothing moves for so long, nothing is under way
LOOK_S: Final = 0.004
PATIENCE_S: Final = 10.0  # a task may wait in a lock for another one's call, but not for ever
UNCERTAIN_S: Final = 0.3  # the same, where something may be under way of which nothing is seen
PACES: Final = 3  # and in the shop's own pace: so many times its slowest move yet
_ID: Final = re.compile(r"\b(pi|evt|cs_test|cus|pm|ch|re)_\w+")

Move = Literal["begins", "asks", "is answered"]


@dataclass(frozen=True, slots=True)
class Task:
    """Something that happens in a race: a shopper's click, a delivery."""

    name: str
    deed: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step that can be taken, or was."""

    task: str
    move: Move
    what: str = ""  # the call, without the ids that differ from run to run

    def __str__(self) -> str:
        return f"{self.task} {self.move}" + (f" {self.what}" if self.what else "")


@dataclass(frozen=True, slots=True)
class Taken:
    """A step, and what there was to choose from."""

    step: Step
    choice: int
    options: int
    interrupts: bool  # what was moved last could have gone on
    could_interrupt: bool  # any other choice than the first would have interrupted


# Says which of the steps is taken; a number that is too large is taken modulo how many there are.
Chooser = Callable[[Sequence[Step]], int]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a race went; `choices` bring it about again."""

    taken: tuple[Taken, ...]
    failures: tuple[str, ...] = ()  # deeds that raised
    raced: bool = True  # whether ever two tasks were under way at the same time
    inexact: int = 0  # steps before which it was not certain that nothing moved

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(taken.step for taken in self.taken)

    @property
    def choices(self) -> tuple[int, ...]:
        """What was chosen, without the trailing zeros, which are what nothing chosen means."""
        chosen = [taken.choice for taken in self.taken]
        while chosen and chosen[-1] == 0:
            chosen.pop()
        return tuple(chosen)

    @property
    def interruptions(self) -> int:
        return sum(taken.interrupts for taken in self.taken)

    def __str__(self) -> str:
        lines = [f"{number:3}. {taken.step}" + (" (interrupts)" if taken.interrupts else "")
                 for number, taken in enumerate(self.taken, start=1)]  # fmt: skip
        return "\n".join([*lines, *self.failures])


@dataclass(slots=True)
class _UnderWay:
    """What is begun and what is held, while a race is on."""

    futures: dict[str, Future[Any]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)  # of what is held, by its id
    moved: str = ""  # the task of the last step
    pace_s: float = STILL_S  # the longest that a step took to show
    inexact: int = 0
    raced: bool = False

    def busy(self) -> int:
        return sum(not future.done() for future in self.futures.values())


class Race:
    """Several tasks against one shop, whose calls to Stripe wait for their turn.

    Args:
        quiet: whether the shop says that it has nothing to do; None: it does not say.
    """

    def __init__(
        self,
        simulator: Account,
        tasks: Sequence[Task],
        quiet: Callable[[], bool | None] = lambda: None,
    ) -> None:
        self.simulator = simulator
        self.tasks = {task.name: task for task in tasks}
        self.quiet = quiet

    def run(self, choose: Chooser) -> Ran:
        """Run all tasks to their end, in this order of steps; nothing is left held."""
        taken: list[Taken] = []
        waiting = list(self.tasks)
        now = _UnderWay()
        self.simulator.holds.add(on="* /v1/**", at="arrival", times=None)
        self.simulator.holds.add(on="* /v1/**", at="answer", times=None)
        with ThreadPoolExecutor(max(1, len(self.tasks))) as pool:
            try:
                while len(taken) < STEPS_MAX:
                    held = self._in_order(self._still(now), now)
                    steps = [_step(one, now.owners[one.id]) for one in held]
                    steps += [Step(name, "begins") for name in waiting]
                    if not steps:
                        break
                    goes_on = bool(held) and now.owners[held[0].id] == now.moved
                    choice = choose(steps) % len(steps)
                    step = steps[choice]
                    taken.append(Taken(step, choice, len(steps), goes_on and choice > 0, goes_on))
                    now.moved = step.task
                    if choice < len(held):
                        self.simulator.holds.release(held[choice])
                    else:
                        now.raced |= bool(held) or now.busy() > 0
                        waiting.remove(step.task)
                        now.futures[step.task] = pool.submit(self.tasks[step.task].deed)
            finally:
                self.simulator.holds.clear()
        failures = tuple(
            f"{name}: {error!r}"
            for name, future in now.futures.items()
            if (error := future.exception()) is not None
        )
        return Ran(tuple(taken), failures, now.raced, now.inexact)

    def _in_order(self, held: Sequence[Held], now: _UnderWay) -> list[Held]:
        """What goes on with the last step first, then task by task, each the longest held first."""
        for one in held:
            now.owners.setdefault(one.id, now.moved)
        names = [now.moved, *self.tasks]
        return sorted(held, key=lambda one: names.index(now.owners[one.id]))

    def _still(self, now: _UnderWay) -> list[Held]:
        """Wait until nothing moves, and give what is held.

        Nothing moves when as many calls are held as there are tasks at work. There may be fewer: a
        task waits in a lock of the shop for another's call, or a shop that says it is at work has
        work for one of its tasks only. Then only time can tell.
        """
        since = time.monotonic()
        seen: list[str] | None = None
        while True:
            busy, held = now.busy(), self.simulator.holds.held()
            at = time.monotonic()
            if (state := [str(busy), *(one.id for one in held)]) != seen:
                if seen is not None:
                    now.pace_s = max(now.pace_s, at - since)
                seen, since = state, at
            if at - since >= STILL_S:
                # Who was not answered before the shop was asked may have been while it was.
                at_work = len(now.futures) if self.quiet() is False else busy
                if at_work <= len(held):
                    return held
                waited = PATIENCE_S if not held else max(UNCERTAIN_S, PACES * now.pace_s)
                if at - since >= waited:
                    now.inexact += 1
                    return held
            time.sleep(LOOK_S)


def _step(held: Held, task: str) -> Step:
    move: Move = "asks" if held.at == "arrival" else "is answered"
    return Step(task, move, _ID.sub(r"\1_…", held.what))
