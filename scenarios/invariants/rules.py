"""What an invariant is, and how a run is judged by it.

An invariant is a pure function from what was seen to its violations. It returns all that it finds,
never stops at the first, and reads no clock and no network.

There are three outcomes. "Cannot be known" is its own: the shop does not say what the invariant
needs. It never counts as a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import getdoc
from typing import Final, Literal

from scenarios.seen import Call, Seen

Outcome = Literal["holds", "violated", "unknown"]
Check = Callable[[Seen], Iterator["Violation"]]


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where an invariant did not hold, in words that a shopkeeper understands."""

    invariant: str
    subject: str  # "order 17"
    says: str  # "charged 100.00 usd, no order exists"
    at_stake: int = 0  # minor units that went astray; the worst comes first
    evidence: tuple[str, ...] = ()  # ids in ledger and views

    def __str__(self) -> str:
        return f"{self.subject}: {self.says}"


class CannotKnow(Exception):  # noqa: N818 - it is an outcome, not a mistake
    """The views do not say what an invariant needs."""


@dataclass(frozen=True, slots=True)
class Invariant:
    name: str
    code: str  # in the catalogue of invariants
    check: Check
    hygiene: bool = False  # good manners towards Stripe: judged where a story has it at stake

    @property
    def definition(self) -> str:
        return getdoc(self.check) or ""

    @property
    def sentence(self) -> str:
        return self.definition.split("\n\n", 1)[0].replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Judgement:
    invariant: str
    outcome: Outcome
    violations: tuple[Violation, ...] = ()
    reason: str = ""  # why it cannot be known


INVARIANTS: Final[dict[str, Invariant]] = {}


def invariant(code: str, *, hygiene: bool = False) -> Callable[[Check], Check]:
    """Register a check under its own name and its code in the catalogue."""

    def register(check: Check) -> Check:
        INVARIANTS[check.__name__] = Invariant(check.__name__, code, check, hygiene)
        return check

    return register


def judge(seen: Seen, names: Iterable[str] | None = None) -> tuple[Judgement, ...]:
    """Judge a run by the named invariants; None is all of them.

    Raises:
        KeyError: no invariant has this name.
    """
    chosen = INVARIANTS if names is None else {name: INVARIANTS[name] for name in names}
    return tuple(_judge_by(seen, rule) for rule in chosen.values())


def violations(seen: Seen, names: Iterable[str] | None = None) -> list[Violation]:
    """All violations of the named invariants, the worst first."""
    found = [v for judgement in judge(seen, names) for v in judgement.violations]
    return sorted(found, key=lambda v: -v.at_stake)


def tell(found: Iterable[Violation], *, first: Sequence[str] = ()) -> list[str]:
    """One sentence for each subject, what befell it joined by semicolons, the worst first.

    Args:
        first: invariants whose violations are told before all others.
    """

    def rank(violation: Violation) -> tuple[int, int]:
        name = violation.invariant
        return (first.index(name) if name in first else len(first), -violation.at_stake)

    by_subject: dict[str, list[str]] = {}
    for violation in sorted(found, key=rank):
        clauses = by_subject.setdefault(violation.subject, [])
        if violation.says not in clauses:
            clauses.append(violation.says)
    return [f"{subject}: {'; '.join(clauses)}" for subject, clauses in by_subject.items()]


def calls_of(seen: Seen) -> tuple[Call, ...]:
    """Every call that the shop made to Stripe.

    Raises:
        CannotKnow: there were more than the simulator remembers.
    """
    if not seen.ledger.calls_are_all:
        raise CannotKnow("the shop made more calls than the simulator remembers")
    return seen.ledger.calls


def _judge_by(seen: Seen, rule: Invariant) -> Judgement:
    found: list[Violation] = []
    try:
        found.extend(rule.check(seen))
    except CannotKnow as gap:
        return Judgement(rule.name, "unknown", reason=str(gap))
    found.sort(key=lambda v: -v.at_stake)
    return Judgement(rule.name, "violated" if found else "holds", tuple(found))
