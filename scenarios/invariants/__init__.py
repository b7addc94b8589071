"""What must hold of every shop: pure functions over what was seen."""

from scenarios.invariants import calls, money, orders, quotas, refunds, stock
from scenarios.invariants.amounts import written
from scenarios.invariants.rules import (
    INVARIANTS,
    CannotKnow,
    Invariant,
    Judgement,
    Violation,
    judge,
    tell,
    violations,
)

__all__ = [
    "INVARIANTS",
    "CannotKnow",
    "Invariant",
    "Judgement",
    "Violation",
    "calls",
    "judge",
    "money",
    "orders",
    "quotas",
    "refunds",
    "stock",
    "tell",
    "violations",
    "written",
]
