"""The Topup: money that a platform sends to its own balance.

Source: API reference, "Top-ups".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec.structs import replace

from simulator import errors

Hash = dict[str, Any]
Status = Literal["pending", "succeeded", "failed", "canceled", "reversed"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[str, Status]]] = {
    "pending": {"arrived": "succeeded", "refused": "failed", "canceled": "canceled"},
    "succeeded": {},
    "failed": {},
    "canceled": {},
    "reversed": {},
}
"""From which status which move leads where.

Unlike Stripe: no top-up is reversed, since no test bank account is said to take its money back.
"""


class Topup(msgspec.Struct, frozen=True, kw_only=True):
    """A Topup. `amount`: minor units; `expected_availability_date`: Unix seconds."""

    KIND: ClassVar[str] = "topup"

    id: str
    object: Literal["topup"] = "topup"
    amount: int
    balance_transaction: str | None = None
    created: int
    currency: str
    description: str | None = None
    expected_availability_date: int | None
    failure_code: str | None = None
    failure_message: str | None = None
    initiated_by: Literal["stripe", "user"] | None = None
    livemode: bool
    metadata: dict[str, str]
    payment_method: str | None = None
    payment_method_options: Hash | None = None
    source: Hash | None = None
    statement_descriptor: str | None = None
    status: Status = "pending"
    transfer_group: str | None = None


def arrived(topup: Topup, balance_transaction: str) -> Topup:
    """The Topup whose money is in the balance."""
    status = LIFE_CYCLE[topup.status]["arrived"]
    return replace(topup, status=status, balance_transaction=balance_transaction)


def refused(topup: Topup, code: str, message: str) -> Topup:
    """The Topup that its bank did not pay."""
    status = LIFE_CYCLE[topup.status]["refused"]
    return replace(topup, status=status, failure_code=code, failure_message=message)


def canceled(topup: Topup) -> Topup:
    """The Topup that was called off before it arrived.

    Raises:
        TOPUP_NOT_CANCELABLE
    """
    if (status := LIFE_CYCLE[topup.status].get("canceled")) is None:
        raise errors.TOPUP_NOT_CANCELABLE(id=topup.id, status=topup.status)
    return replace(topup, status=status)
