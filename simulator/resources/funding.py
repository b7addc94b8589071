"""How far a PaymentIntent has been funded out of its Customer's cash.

What is applied to an intent is the Customer's no more, and the account's not yet: until the amount
is whole, it can go back.

Source: Stripe docs, "Accept a bank transfer", "Customer balance" (types of transactions).
"""

from collections.abc import Mapping
from typing import ClassVar, Final, Literal

import msgspec
from msgspec.structs import replace

Status = Literal["unfunded", "partly_funded", "funded"]
Move = Literal[
    "topped_up",  # some of what was missing is there
    "completed",  # all of it is
    "unapplied",  # the intent was changed or canceled: what was applied went back
]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "unfunded": {"topped_up": "partly_funded", "completed": "funded"},
    "partly_funded": {
        "topped_up": "partly_funded",
        "completed": "funded",
        "unapplied": "unfunded",
    },
    "funded": {},
}
"""From which status which move leads where; what is not here does not happen."""


class Funding(msgspec.Struct, frozen=True, gc=False):
    """What is known of the transfers that pay an intent."""

    KIND: ClassVar[str] = "payment_intent.funding"

    id: str
    """The PaymentIntent's id."""
    reference: str | None
    """What the payer is to write on the transfer."""
    page: str
    """The address of the page that shows where to transfer to."""
    since: int
    """When the payer was first asked, Unix seconds."""
    applied: int = 0
    """Minor units, of the intent's currency."""
    status: Status = "unfunded"


def applied(funding: Funding, amount: int, *, due: int) -> Funding:
    """The funding with more of the Customer's cash in it.

    Args:
        amount: minor units that are applied.
        due: minor units that the whole payment takes.
    """
    total = funding.applied + amount
    assert 0 < amount <= due - funding.applied, f"{amount} of {due} cannot be applied"
    move: Move = "completed" if total == due else "topped_up"
    return replace(funding, applied=total, status=LIFE_CYCLE[funding.status][move])


def unapplied(funding: Funding) -> Funding:
    """The funding whose cash went back to the Customer."""
    return replace(funding, applied=0, status=LIFE_CYCLE[funding.status]["unapplied"])
