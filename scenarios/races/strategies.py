"""Who is first: the ways of choosing the next step of a race.

Rule: all that is chosen is decided before the race begins, by numbers or by a seed; so any race can
be run again.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from typing import Final

from scenarios.races.steps import Chooser, Step

STEPS_AT_FIRST: Final = 12  # two tasks with three calls each


def listed(choices: Sequence[int]) -> Chooser:
    """One number for each step; what is missing is 0, which interrupts nothing."""
    left = list(choices)
    return lambda _: left.pop(0) if left else 0


def priorities(seed: int, *, changes: int, steps: int) -> Chooser:
    """Probabilistic concurrency testing: the task of the highest priority goes on, until a change.

    A bug that needs `changes` interruptions is met with a probability of at least one in
    tasks * steps ** changes; the bound is the method's, the likelihood is mostly far better.
    Source: Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding
    bugs", 2010.

    Args:
        changes: how often whoever is first is moved behind all others.
        steps: about how many steps the race takes.
    """
    chance = random.Random(seed)
    order: list[str] = []
    change_at = {chance.randrange(1, max(2, steps)) for _ in range(changes)}
    number = 0

    def choose(options: Sequence[Step]) -> int:
        nonlocal number
        number += 1
        for option in options:
            if option.task not in order:
                order.insert(chance.randrange(len(order) + 1), option.task)
        at = min(range(len(options)), key=lambda index: order.index(options[index].task))
        if number in change_at:
            order.append(order.pop(order.index(options[at].task)))
            at = min(range(len(options)), key=lambda index: order.index(options[index].task))
        return at

    return choose


class Following:
    """Follows a race that was run, step by step, as far as the shop still takes the same steps.

    Rule 1: a step that the race does not have any more goes first, and the one that is wanted stays
    wanted: a worker woke up meanwhile, or the shop does more than it did.
    Rule 2: a step is given up when its task offers a later one of the race, or nothing at all: the
    shop does not take it now.
    Rule 3: before that, whoever is to take the wanted step, or was interrupted by it, is missed as
    long as nothing is offered; who was missed in vain, not again before the next step of theirs.

    Args:
        interrupting: the places of the steps that interrupted what could have gone on.
    """

    def __init__(self, steps: Sequence[Step], interrupting: Collection[int] = ()) -> None:
        self._steps = steps
        self._interrupting = frozenset(interrupting)
        self._place = 0  # of the step that is wanted
        self._given_up = 0
        self._moved = ""  # the task that took the last step
        self._silent: set[str] = set()  # tasks that were missed in vain

    @property
    def missed(self) -> int:
        """How many steps were not taken: given up, or still wanted in the end."""
        return self._given_up + len(self._steps) - self._place

    def unknown(self, taken: Sequence[Step]) -> list[Step]:
        """Steps that the race did not have when it was run first: the shop has changed."""
        return [step for step in taken if step not in self._steps]

    def misses(self, steps: Sequence[Step]) -> bool:
        """Whether somebody who may be late offers nothing."""
        return not self._absent(steps) <= self._silent

    def __call__(self, steps: Sequence[Step], /) -> int:
        self._silent |= self._absent(steps)
        choice = self._chosen(steps)
        self._moved = steps[choice].task
        self._silent.discard(self._moved)
        return choice

    def _absent(self, steps: Sequence[Step]) -> set[str]:
        """Who is to offer something when the wanted step is taken, and offers nothing."""
        if self._place == len(self._steps):
            return set()
        due = {self._steps[self._place].task}
        if self._place in self._interrupting and self._moved:
            due.add(self._moved)
        return due - {step.task for step in steps}

    def _chosen(self, steps: Sequence[Step]) -> int:
        for wanted in self._steps[self._place :]:
            if wanted in steps:
                self._place += 1
                return steps.index(wanted)
            to_come = self._steps[self._place :]
            for place, step in enumerate(steps):
                if step.task == wanted.task and step not in to_come:
                    return place
            self._place += 1
            self._given_up += 1
        return 0
