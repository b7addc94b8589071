"""Who is first: the ways of choosing the next step of a race.

Rule: all that is chosen is decided before the race begins, by numbers or by a seed; so any race can
be run again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
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

    Rule: a step that the race does not have any more goes first, and the one that is wanted stays
    wanted: a worker woke up meanwhile, or the shop does more than it did. A step is given up when
    its task offers a later one of the race, or nothing at all: the shop does not take it now.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._left = list(steps)
        self._known = frozenset(steps)
        self._given_up = 0

    @property
    def missed(self) -> int:
        """How many steps were not taken: given up, or still wanted in the end."""
        return self._given_up + len(self._left)

    def unknown(self, taken: Sequence[Step]) -> list[Step]:
        """Steps that the race did not have when it was run first: the shop has changed."""
        return [step for step in taken if step not in self._known]

    def __call__(self, options: Sequence[Step]) -> int:
        while self._left:
            wanted = self._left[0]
            if wanted in options:
                del self._left[0]
                return options.index(wanted)
            for place, option in enumerate(options):
                if option.task == wanted.task and option not in self._left:
                    return place
            del self._left[0]
            self._given_up += 1
        return 0
