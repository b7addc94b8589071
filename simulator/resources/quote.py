"""The life cycle of a Quote: drawn up, made final, then accepted or canceled.

Source: Stripe docs, "Quotes"; API reference, "Quotes".
"""

from collections.abc import Mapping
from typing import Final, Literal

from simulator import errors

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
