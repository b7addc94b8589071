"""Looking for the order of events that breaks a shop, the simplest orders first.

Rule 1: orders are tried by how often they interrupt: all that interrupt nothing, then all with one
interruption, and so on. What is found first is therefore as simple as it can be.
Rule 2: every order is tried once. A choice is made anew only behind the last one that was made, and
never before it.
Rule 3: what is found counts when it comes about again, three times of three; else it is told as
unconfirmed. An exploration in which nothing ever raced has shown nothing, and says so.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from scenarios.races import strategies
from scenarios.races.steps import Chooser, Ran

RUNS_MAX: Final = 100
CONFIRMATIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """One race that was run, and what did not hold afterwards, in sentences."""

    ran: Ran
    broken: tuple[str, ...] = ()
    invariants: tuple[str, ...] = ()  # the names of what was broken


Runs = Callable[[Chooser], Outcome]


@dataclass(frozen=True, slots=True)
class Explored:
    """What an exploration found."""

    runs: int
    found: Outcome | None
    confirmed: int = 0  # how often what was found came about again
    whole: bool = True  # whether every order within the bound was tried
    raced: bool = True
    inexact: int = 0  # steps taken without being certain that nothing moved
    sqlstates: Mapping[str, int] = field(default_factory=dict)  # the errors of the database

    @property
    def vacuous(self) -> bool:
        """Nothing was broken, and nothing could have been."""
        return self.found is None and not self.raced


def bounded(run: Runs, *, interruptions: int = 1, runs_max: int = RUNS_MAX) -> Explored:
    """Try every order with so many interruptions at most; stop at the first that breaks the shop.

    Source: Musuvathi and Qadeer, "Iterative context bounding for systematic testing of
    multithreaded programs", 2007: most bugs need very few interruptions.
    """
    frontier: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    outcomes: list[Outcome] = []
    while frontier and len(outcomes) < runs_max:
        cost, _, choices = heapq.heappop(frontier)
        outcome = run(strategies.listed(choices))
        outcomes.append(outcome)
        if outcome.broken:
            break
        for more in _beyond(choices, outcome.ran):
            dearer = cost + outcome.ran.taken[len(more) - 1].could_interrupt
            if dearer <= interruptions:
                heapq.heappush(frontier, (dearer, len(more), more))
    return _told(run, outcomes, whole=not frontier)


def drawn(run: Runs, seeds: Sequence[int], *, changes: int = 2) -> Explored:
    """Try orders that are drawn, one for each seed: for races with too many orders to try all."""
    outcomes: list[Outcome] = []
    for seed in seeds:
        # How long the race is, is known from its first run.
        steps = len(outcomes[0].ran.taken) if outcomes else strategies.STEPS_AT_FIRST
        outcomes.append(run(strategies.priorities(seed, changes=changes, steps=steps)))
        if outcomes[-1].broken:
            break
    return _told(run, outcomes, whole=False)


def _beyond(choices: tuple[int, ...], ran: Ran) -> Iterator[tuple[int, ...]]:
    """Every order that first differs from this one behind its last choice."""
    made = [taken.choice for taken in ran.taken]
    for place in range(len(choices), len(made)):
        for other in range(1, ran.taken[place].options):
            yield (*made[:place], other)


def _told(run: Runs, outcomes: Sequence[Outcome], *, whole: bool) -> Explored:
    found = outcomes[-1] if outcomes and outcomes[-1].broken else None
    confirmed = 0
    if found is not None:
        again = [run(strategies.Following(found.ran.steps)) for _ in range(CONFIRMATIONS)]
        confirmed = sum(bool({*one.invariants} & {*found.invariants}) for one in again)
    return Explored(
        len(outcomes),
        found,
        confirmed,
        whole,
        any(outcome.ran.raced for outcome in outcomes),
        sum(outcome.ran.inexact for outcome in outcomes),
        sum((Counter(outcome.ran.sqlstates) for outcome in outcomes), Counter()),
    )
