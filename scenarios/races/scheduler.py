"""The scheduler: several things at once, and one step at a time.

Rule 1: every call of the shop to Stripe is held twice, on its way in and on its way out, and every
statement to its database once, on its way in. When nothing moves any more, exactly one step is
taken: a task is begun, or one held thing is let go. So whoever chooses decides who is first.
Rule 2: the first of the steps that there are goes on with what was moved last; any other one
interrupts it, unless it had nothing to go on with. An order of events is therefore as simple as it
has few interruptions.
Rule 3: the same choices take the same steps, as far as the shop's own threads allow; what was done
is written down as it was done, and can be told and repeated.
Rule 4: that nothing moves is seen, as far as it can be: no statement runs, and everybody who is at
work waits at a gate or in a lock of the database. Where a task may be at work of which nothing is
seen (it sleeps; it waits for another one inside the shop; it answered first and works later), only
time tells, and the step is counted as inexact.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from scenarios.races.gates import Gates, Strand
from scenarios.races.pace import STILL_S, Pace
from scenarios.races.steps import Chooser, Expecting, Ran, Step, Taken, Task
from scenarios.races.underway import NOBODY, UnderWay, in_order

STEPS_MAX: Final = 1000
PATIENCE_S: Final = 10.0  # a task may wait in a lock for another one's call, but not for ever
MISSED_S: Final = 2.0  # a step that came here in another run may be so late
ASK_AGAIN_S: Final = 0.01  # the shop may be asked so often whether it is at work


class Race:
    """Several tasks against one shop, whose calls and statements wait for their turn.

    Args:
        quiet: whether the shop says that it has nothing to do; None: it does not say.
        pace: what was learnt of this shop in other runs.
    """

    def __init__(
        self,
        gates: Gates,
        tasks: Sequence[Task],
        quiet: Callable[[], bool | None] = lambda: None,
        pace: Pace | None = None,
    ) -> None:
        self.gates = gates
        self.tasks = {task.name: task for task in tasks}
        self.quiet = quiet
        self.pace = pace or Pace()
        self.inexact = 0

    def run(self, choose: Chooser) -> Ran:
        """Run all tasks to their end, in this order of steps; nothing is left held."""
        taken: list[Taken] = []
        waiting = list(self.tasks)
        now = UnderWay(self.pace)
        raced = False
        self.inexact = 0
        self._ask()  # what the shop does when it is asked is known from now on
        self.gates.shut()
        with ThreadPoolExecutor(max(1, len(self.tasks))) as pool:
            try:
                while len(taken) < STEPS_MAX:
                    held, steps = self._offered(now, waiting, choose)
                    if not steps:
                        break
                    goes_on = bool(held) and now.owners[held[0].key] == now.moved
                    choice = choose(steps) % len(steps)
                    step = steps[choice]
                    taken.append(Taken(step, choice, len(steps), goes_on and choice > 0, goes_on))
                    now.step(step.task, f"{step.move} {step.what}")
                    if choice < len(held):
                        self.gates.release(held[choice])
                    else:
                        raced |= bool(held) or now.unfinished() > 0
                        waiting.remove(step.task)
                        now.futures[step.task] = pool.submit(self.tasks[step.task].deed)
            finally:
                self.gates.open()
        failures = tuple(
            f"{name}: {error!r}"
            for name, future in now.futures.items()
            if (error := future.exception()) is not None
        )
        return Ran(tuple(taken), failures, raced, self.inexact, self.gates.sqlstates)

    def _offered(
        self, now: UnderWay, waiting: Sequence[str], choose: Chooser
    ) -> tuple[list[Strand], list[Step]]:
        """What can be let go, and the steps that can be taken."""
        until = time.monotonic() + MISSED_S
        while True:
            held = self._still(now)
            steps = [Step(now.owners[one.key], one.move, one.what) for one in held]
            steps += [Step(name, "begins") for name in waiting]
            missed = isinstance(choose, Expecting) and choose.misses(steps)
            if not missed or time.monotonic() >= until:
                return held, steps
            self.gates.wait()

    def _still(self, now: UnderWay) -> list[Strand]:
        """Wait until nothing moves, and give what can be let go."""
        seen: tuple[object, ...] | None = None
        since = time.monotonic()
        asked_at = 0.0
        while True:
            strands = self.gates.strands()
            now.notice(strands)
            for strand in now.of(NOBODY):
                if strand.state == "waits":  # it is none of the race's
                    self.gates.release(strand)
            at = time.monotonic()
            if (state := (now.unfinished(), *strands)) != seen:
                seen, since = state, at
            held = in_order(strands, now, list(self.tasks))
            if at_work := now.at_work():
                if at - since >= self._patience_s(now, at_work, held):
                    self.inexact += 1
                    for task in at_work:
                        now.trails[task].hidden = True
                    return held
            elif not now.moved or now.rests(now.moved):
                return held
            elif at - since >= STILL_S and at - asked_at >= ASK_AGAIN_S:
                # The task has come to its end, or answered and goes on where it is not seen.
                if self._ask() is not False:
                    trail = now.trails[now.moved]
                    self.pace.saw_last(trail.key, time.monotonic() - trail.at)
                    return held
                asked_at = time.monotonic()
                if at - since >= self._silence_s(now, held):
                    self.inexact += 1
                    return held
            self.gates.wait()

    def _patience_s(self, now: UnderWay, at_work: Sequence[str], held: Sequence[Strand]) -> float:
        """How long those who are at work may show nothing, before somebody else has to move."""
        runs = any(strand.state == "runs" for strand in now.strands)
        if not held or (runs and self.gates.sees_locks):
            return PATIENCE_S
        return max(self._patience_with(now, task) for task in at_work)

    def _patience_with(self, now: UnderWay, task: str) -> float:
        trail = now.trails[task]
        # Who was waited for in vain waits for somebody; whether that was this step is seen soon.
        return 2 * STILL_S if trail.hidden else self.pace.patience_s(trail.key)

    def _silence_s(self, now: UnderWay, held: Sequence[Strand]) -> float:
        """How long a task must show nothing to be at its end, while the shop says that it works."""
        if now.someone_else_works_on():
            return self.pace.silence_s(now.trails[now.moved].key)
        if held and not self.gates.sees_locks:
            return self.pace.patience_s(now.trails[now.moved].key)
        return PATIENCE_S

    def _ask(self) -> bool | None:
        with self.gates.asking():
            return self.quiet()
