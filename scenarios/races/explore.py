"""Looking for the order of events that breaks a shop, the simplest orders first.

Rule 1: orders are tried by how often they interrupt: all that interrupt nothing, then all with one
interruption, and so on. What is found first is therefore as simple as it can be.
Rule 2: every order is tried once. A choice is made anew only behind the last one that was made, and
never before it.
Rule 3: what is found counts when it comes about again, three times of three, and ends the search.
What does not came by chance, as it may on a busy machine: the search goes on, and it is told of, as
unconfirmed, where nothing better is found.
Rule 4: an exploration in which nothing ever raced has shown nothing, and says so.
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
    order: int = 0  # the number of the run that found it
    confirmed: int = 0  # how often what was found came about again
    whole: bool = True  # whether every order within the bound was tried
    raced: bool = True
    inexact: int = 0  # steps taken without being certain that nothing moved
    sqlstates: Mapping[str, int] = field(default_factory=dict)  # the errors of the database

    @property
    def certain(self) -> bool:
        """Whether what was found came about again each time."""
        return self.confirmed == CONFIRMATIONS

    @property
    def vacuous(self) -> bool:
        """Nothing was broken, and nothing could have been."""
        return self.found is None and not self.raced


def bounded(run: Runs, *, interruptions: int = 1, runs_max: int = RUNS_MAX) -> Explored:
    """Try every order with so many interruptions at most, up to the first that breaks the shop.

    Source: Musuvathi and Qadeer, "Iterative context bounding for systematic testing of
    multithreaded programs", 2007: most bugs need very few interruptions.
    """
    frontier: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    search = _Search(run)
    while frontier and len(search.outcomes) < runs_max:
        cost, _, choices = heapq.heappop(frontier)
        outcome = search.tried(strategies.listed(choices))
        if search.over:
            break
        for more in _beyond(choices, outcome.ran):
            dearer = cost + outcome.ran.taken[len(more) - 1].could_interrupt
            if dearer <= interruptions:
                heapq.heappush(frontier, (dearer, len(more), more))
    return search.told(whole=not frontier)


def drawn(run: Runs, seeds: Sequence[int], *, changes: int = 2) -> Explored:
    """Try orders that are drawn, one for each seed: for races with too many orders to try all."""
    search = _Search(run)
    for seed in seeds:
        # How long the race is, is known from its first run.
        first = search.outcomes[0].ran.taken if search.outcomes else ()
        steps = len(first) or strategies.STEPS_AT_FIRST
        search.tried(strategies.priorities(seed, changes=changes, steps=steps))
        if search.over:
            break
    return search.told(whole=False)


def _beyond(choices: tuple[int, ...], ran: Ran) -> Iterator[tuple[int, ...]]:
    """Every order that first differs from this one behind its last choice."""
    made = [taken.choice for taken in ran.taken]
    for place in range(len(choices), len(made)):
        for other in range(1, ran.taken[place].options):
            yield (*made[:place], other)


class _Search:
    """What was tried so far, and the best that was found."""

    def __init__(self, run: Runs) -> None:
        self._run = run
        self.outcomes: list[Outcome] = []
        self._order = 0  # of the best, among all runs; 0: nothing was found
        self._confirmed = 0

    @property
    def over(self) -> bool:
        """Whether something was found that counts."""
        return self._confirmed == CONFIRMATIONS

    def tried(self, choose: Chooser) -> Outcome:
        """Try one order, and again if it breaks the shop."""
        outcome = self._run(choose)
        self.outcomes.append(outcome)
        if outcome.broken:
            confirmed = sum(self._again(outcome) for _ in range(CONFIRMATIONS))
            if not self._order or confirmed > self._confirmed:
                self._order, self._confirmed = len(self.outcomes), confirmed
        return outcome

    def _again(self, found: Outcome) -> bool:
        again = self._run(strategies.Following(found.ran.steps, found.ran.interrupting))
        return bool({*again.invariants} & {*found.invariants})

    def told(self, *, whole: bool) -> Explored:
        return Explored(
            runs=len(self.outcomes),
            found=self.outcomes[self._order - 1] if self._order else None,
            order=self._order,
            confirmed=self._confirmed,
            whole=whole,
            raced=any(outcome.ran.raced for outcome in self.outcomes),
            inexact=sum(outcome.ran.inexact for outcome in self.outcomes),
            sqlstates=sum((Counter(each.ran.sqlstates) for each in self.outcomes), Counter()),
        )
