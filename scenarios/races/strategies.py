"""Who is first: the ways of choosing the next step of a race.

Rule: all that is chosen is decided before the race begins, by numbers or by a seed; so any race can
be run again.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final, cast, get_args

from scenarios.races.steps import Chooser, Move, Step

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
    """Follows a race that was written down, as far as the shop still makes the same calls."""

    def __init__(self, actions: Sequence[Mapping[str, str]]) -> None:
        self._left = [Step(a["task"], _move(a["move"]), a.get("what", "")) for a in actions]
        self._known = frozenset(self._left)
        self.missed = 0  # steps that could not be taken as they were written down

    def unknown(self, taken: Sequence[Step]) -> list[Step]:
        """Steps that the race did not have when it was written down: the shop has changed."""
        return [step for step in taken if step not in self._known]

    def __call__(self, options: Sequence[Step]) -> int:
        while self._left:
            wanted = self._left.pop(0)
            if wanted in options:
                return options.index(wanted)
            self.missed += 1
            alike = [n for n, one in enumerate(options)
                     if (one.task, one.move) == (wanted.task, wanted.move)]  # fmt: skip
            if alike:
                return alike[0]
        return 0


def _move(text: str) -> Move:
    for move in get_args(Move):
        if move == text:
            return cast(Move, move)
    raise ValueError(f"there is no move {text!r}")
