"""What a gate found, as data: every report is written from this, and nothing else.

A telling is one test of an incident; an incident is as good as the worst of its tellings.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from paidonce.exits import Exit

TROUBLE: Final = "paidonce trouble"  # why nothing can be told at all
OUR_TROUBLE: Final = "paidonce trouble of its own"  # the same, where it is not the backend's
RECORD: Final = "paidonce"  # under this name a test hands its telling to whoever reports
Outcome = Literal["holds", "violated", "unreachable", "inconclusive", "not_applicable"]
# The worst first: an incident is as good as its worst telling.
WORST_FIRST: Final[tuple[Outcome, ...]] = (
    "violated", "unreachable", "inconclusive", "holds", "not_applicable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """One test of an incident, and what came of it."""

    name: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()  # one plain sentence each, the worst first
    seconds: float = 0.0
    judgements: tuple[Mapping[str, Any], ...] = ()
    orders: tuple[Mapping[str, Any], ...] = ()  # what the shop believes
    payments: tuple[Mapping[str, Any], ...] = ()  # what the money did
    timeline: tuple[Mapping[str, Any], ...] = ()
    output: tuple[str, ...] = ()  # what a backend that is gone last wrote

    @property
    def sentence(self) -> str:
        return self.name.removeprefix("test_").replace("_", " ")


@dataclass(frozen=True, slots=True)
class Told:
    """One incident with all its tellings."""

    code: str
    name: str
    title: str
    story: str
    at_stake: tuple[str, ...]
    sources: tuple[str, ...]
    tellings: tuple[Telling, ...] = ()

    @property
    def outcome(self) -> Outcome:
        outcomes = {telling.outcome for telling in self.tellings}
        return next((o for o in WORST_FIRST if o in outcomes), "inconclusive")

    @property
    def seconds(self) -> float:
        return sum(telling.seconds for telling in self.tellings)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in the words of the first telling that decided the outcome."""
        decisive = [t for t in self.tellings if t.outcome == self.outcome]
        return decisive[0].reasons if decisive else ()

    @property
    def alike(self) -> int:
        """In how many other tellings it came out so."""
        return sum(1 for telling in self.tellings if telling.outcome == self.outcome) - 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that a gate found."""

    backend: str
    seed: int
    defect: str | None = None
    profile: str = ""
    incidents: tuple[Told, ...] = ()
    seconds: float = 0.0
    trouble: str = ""  # why the gate could not be held, or not to its end
    known: tuple[str, ...] = field(default=())  # incidents whose violation a baseline knows
    trouble_is_ours: bool = False  # the simulator's, say: nothing was learnt about the backend
    options: tuple[str, ...] = ()  # by which the command line named this backend and its incidents

    def alone(self, told: Told) -> str:
        """The command that tells this incident again, and no other."""
        return shlex.join(["paidonce", "gate", *self.options, "--only", told.code])

    def count(self, outcome: Outcome) -> int:
        return sum(1 for told in self.incidents if told.outcome == outcome)

    def excused(self, told: Told) -> bool:
        """Whether it is violated as a baseline says that it was before."""
        return told.outcome == "violated" and told.code in self.known

    @property
    def mended(self) -> tuple[str, ...]:
        """Incidents that a baseline knows as violated, and that hold now."""
        return tuple(
            told.code
            for told in self.incidents
            if told.outcome == "holds" and told.code in self.known
        )

    @property
    def exit_code(self) -> Exit:
        outcomes = {told.outcome for told in self.incidents if not self.excused(told)}
        if self.trouble and self.trouble_is_ours:
            return Exit.INCONCLUSIVE
        if "violated" in outcomes:
            return Exit.VIOLATED
        if self.trouble or "unreachable" in outcomes:
            return Exit.UNREACHABLE
        # A gate that told nothing has shown nothing.
        if "inconclusive" in outcomes or not any(
            told.outcome in {"holds", "violated"} for told in self.incidents
        ):
            return Exit.INCONCLUSIVE
        return Exit.HOLDS

    def as_json(self) -> str:
        """The whole verdict as JSON."""
        content = asdict(self)
        for told, row in zip(self.incidents, content["incidents"], strict=True):
            row["outcome"] = told.outcome
            row["reasons"] = told.reasons
        content["exit_code"] = int(self.exit_code)
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
