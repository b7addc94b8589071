"""The life cycle of a Quote: drawn up, made final, then accepted or canceled.

Source: Stripe docs, "Quotes"; API reference, "Quotes".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec

from simulator import errors
from simulator.resources.line_item import LineItem

Hash = dict[str, Any]

Status = Literal["draft", "open", "accepted", "canceled"]
Move = Literal["updated", "finalized", "accepted", "canceled"]

KIND: Final = "quote"
LIVES_FOR: Final = 30 * 24 * 60 * 60
"""Seconds until a Quote expires for which nothing else was said."""

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "draft": {"updated": "draft", "finalized": "open", "canceled": "canceled"},
    "open": {"accepted": "accepted", "canceled": "canceled"},
    "accepted": {},
    "canceled": {},
}
"""From which status which move leads where; what is not here cannot happen."""


def moved(status: Status, move: Move) -> Status:
    """The status after a move.

    Raises:
        QUOTE_STATE
    """
    after = LIFE_CYCLE[status].get(move)
    if after is None:
        allowed = ", ".join(f"`{each}`" for each, moves in LIFE_CYCLE.items() if move in moves)
        raise errors.QUOTE_STATE(status=status, done=move, allowed=allowed)
    return after


class QuotePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a Quote keeps to itself: its lines, and what is taken off and added."""

    KIND: ClassVar[str] = "quote.plan"

    id: str
    """The Quote's id."""
    lines: tuple[LineItem, ...] = ()
    tax_rates: dict[str, tuple[str, ...]] = {}
    """By the ids of lines, those of their tax rates."""
    discounts: tuple[Hash, ...] = ()
    """As they were asked for."""

    @property
    def again(self) -> tuple[LineItem, ...]:
        """The lines of what is paid again and again."""
        return tuple(line for line in self.lines if is_recurring(line))

    @property
    def once(self) -> tuple[LineItem, ...]:
        """The lines of what is paid once."""
        return tuple(line for line in self.lines if not is_recurring(line))


def is_recurring(line: LineItem) -> bool:
    """Whether what a line sells is paid again and again."""
    return line.price is not None and line.price.recurring is not None
