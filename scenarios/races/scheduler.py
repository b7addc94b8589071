"""The scheduler: several things at once, and one step at a time.

Rule 1: every call of the shop to Stripe is held on arrival. When nothing moves any more, exactly
one step is taken: a task is begun, or one held call is let go. So the schedule decides who is
first.
Rule 2: a schedule is a list of numbers, drawn before the race begins; each picks among the steps
that there are, and 0 means "go on with what is under way". What is missing is 0. Shrinking a
schedule that failed therefore takes away interruptions until only the fatal one is left.
Rule 3: the same schedule takes the same steps, as far as the shop's own threads allow; what was
done is written down as it was done, and can be told and repeated.

A shop that answers an event first and works on it later has calls that belong to no task; they are
held and let go like the others.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simulator import Account, Held

STEPS_MAX: Final = 200
STILL_S: Final = 0.02  # as long as nothing moves for so long, nothing is under way
LOOK_S: Final = 0.004
PATIENCE_S: Final = 3.0  # a task may wait in a lock for another one's call, but not for ever
_ID: Final = re.compile(r"\b(pi|evt|cs_test|cus|pm|ch|re)_\w+")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that happens in a race: a shopper's click, a delivery."""

    name: str
    deed: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a race went, in words; `schedule` brings it about again."""

    schedule: tuple[int, ...]
    steps: tuple[str, ...]
    failures: tuple[str, ...] = ()  # deeds that raised

    def __str__(self) -> str:
        lines = [f"{n:3}. {step}" for n, step in enumerate(self.steps, start=1)]
        return "\n".join([f"schedule {list(self.schedule)}", *lines, *self.failures])

    def save(self, path: Path, race: str) -> None:
        """Write the schedule down, to be replayed."""
        content = {
            "format": "paidonce schedule 1",
            "race": race,
            "schedule": self.schedule,
            "steps": self.steps,
        }
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


class Race:
    """Several tasks against one shop, whose calls to Stripe wait for their turn."""

    def __init__(self, simulator: Account, tasks: Sequence[Task]) -> None:
        self.simulator = simulator
        self.tasks = list(tasks)

    def run(self, schedule: Sequence[int]) -> Ran:
        """Run all tasks to their end, in this order of steps; nothing is left held."""
        steps: list[str] = []
        waiting = list(self.tasks)
        begun: list[Future[Any]] = []
        choices = list(schedule)
        self.simulator.holds.add(on="* /v1/**", at="arrival", times=None)
        with ThreadPoolExecutor(max(1, len(self.tasks))) as pool:
            try:
                while len(steps) < STEPS_MAX:
                    held = self._still(begun)
                    if not waiting and not held:
                        break
                    # Going on with what is under way comes first, so that 0 interrupts nothing.
                    options: list[Held | Task] = [*held, *waiting]
                    chosen = options[(choices.pop(0) if choices else 0) % len(options)]
                    if isinstance(chosen, Task):
                        waiting.remove(chosen)
                        begun.append(pool.submit(chosen.deed))
                        steps.append(f"begin {chosen.name}")
                    else:
                        self.simulator.holds.release(chosen)
                        steps.append("let go " + _ID.sub(r"\1_…", chosen.what))
            finally:
                self.simulator.holds.clear()
        failures = tuple(
            f"{task.name}: {error!r}"
            for task, future in zip(self.tasks, begun, strict=False)
            if (error := future.exception()) is not None
        )
        return Ran(tuple(schedule), tuple(steps), failures)

    def _still(self, begun: Sequence[Future[Any]]) -> list[Held]:
        """Wait until nothing moves, and give what is held, the longest first.

        Something moves while a task is neither done nor has a call held. One that waits in a lock
        of the shop for another's call has neither, so patience ends when something is held.
        """
        still_since = time.monotonic()
        deadline = still_since + PATIENCE_S
        seen: list[str] = []
        while True:
            held = self.simulator.holds.held()
            now = time.monotonic()
            ids = [one.id for one in held]
            if ids != seen:
                seen, still_since = ids, now
            busy = sum(not future.done() for future in begun)
            quiet = now - still_since >= (STILL_S if busy <= len(held) else 4 * STILL_S)
            if quiet and (held or not busy or now > deadline):
                return held
            time.sleep(LOOK_S)


def load(path: Path) -> tuple[str, tuple[int, ...]]:
    """A saved schedule: the race's name, and the numbers.

    Raises:
        ValueError: the file is none.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["format"] != "paidonce schedule 1":
            raise ValueError(f"{path} has the format {content['format']!r}")
        return str(content["race"]), tuple(int(choice) for choice in content["schedule"])
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is no saved schedule: {error!r}") from error
