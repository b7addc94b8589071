"""Budgets: what a run may cost, written as one would say it.

    ack_ms.p99 < 1000
    violations == 0

A name on the left, a number on the right. A budget over something that was not measured is
neither kept nor broken: it makes the run inconclusive.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
WRITTEN: Final = re.compile(
    r"\s*(?P<measure>[a-z_]+(?:\.[a-z0-9]+(?:\.[0-9]+)?)?)"
    r"\s*(?P<comparison><=|>=|==|<|>)\s*(?P<limit>\d+(?:\.\d+)?)\s*"
)


class NotABudget(ValueError):  # noqa: N818  what was written, said as such
    """This text is no budget."""


@dataclass(frozen=True, slots=True)
class Budget:
    """One limit on one thing that is measured."""

    measure: str
    comparison: str
    limit: float

    def __str__(self) -> str:
        return f"{self.measure} {self.comparison} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of a budget; measured is None where nothing was."""

    budget: Budget
    measured: float | None

    @property
    def kept(self) -> bool | None:
        """None: it cannot be known."""
        if self.measured is None:
            return None
        return COMPARISONS[self.budget.comparison](self.measured, self.budget.limit)


def parse(text: str) -> Budget:
    """Read a budget.

    Raises:
        NotABudget: says what a budget looks like.
    """
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise NotABudget(f"{text!r} is no budget; one reads like 'ack_ms.p99 < 1000'")
    return Budget(found["measure"], found["comparison"], float(found["limit"]))


def spend(budgets: Iterable[Budget], measures: Mapping[str, float]) -> tuple[Spent, ...]:
    """Hold the budgets against what was measured."""
    return tuple(Spent(budget, measures.get(budget.measure)) for budget in budgets)
