"""What a race is made of: tasks, the steps that they take, and how a race went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

Move = Literal["begins", "asks", "is answered", "runs"]


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
    what: str = ""  # the call or the statement, without what differs from run to run

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


class Chooser(Protocol):
    """Says which of the steps is taken, modulo how many there are."""

    def __call__(self, steps: Sequence[Step], /) -> int: ...


@runtime_checkable
class Expecting(Chooser, Protocol):
    """A chooser that knows what is to come, and says whether some of it is still missing."""

    def misses(self, steps: Sequence[Step]) -> bool:
        """Whether a task that is to offer a step by now offers none of these."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a race went; `choices` bring it about again."""

    taken: tuple[Taken, ...]
    failures: tuple[str, ...] = ()  # deeds that raised
    raced: bool = True  # whether ever two tasks were under way at the same time
    inexact: int = 0  # steps before which it was not certain that nothing moved
    sqlstates: Mapping[str, int] = field(default_factory=dict)  # the errors of the database

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
    def interrupting(self) -> tuple[int, ...]:
        """The places of the steps that interrupted what could have gone on."""
        return tuple(place for place, taken in enumerate(self.taken) if taken.interrupts)

    @property
    def interruptions(self) -> int:
        return len(self.interrupting)

    def __str__(self) -> str:
        lines = [f"{number:3}. {taken.step}" + (" (interrupts)" if taken.interrupts else "")
                 for number, taken in enumerate(self.taken, start=1)]  # fmt: skip
        return "\n".join([*lines, *self.failures])
