"""The Refund: money on its way back.

Source: API reference, "Refunds".
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
Status = Literal["pending", "requires_action", "succeeded", "failed", "canceled"]

LIFE_CYCLE: Final[Mapping[Status, Mapping[str, Status]]] = {
    "pending": {"arrived": "succeeded", "returned": "failed", "canceled": "canceled"},
    "requires_action": {"arrived": "succeeded", "canceled": "canceled"},
    "succeeded": {"returned": "failed"},
    "failed": {},
    "canceled": {},
}
"""From which status which news leads where."""


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A Refund. It has no `livemode`."""

    KIND: ClassVar[str] = "refund"

    id: str
    object: Literal["refund"] = "refund"
    amount: int
    balance_transaction: str | None = None
    charge: str | None
    created: int
    currency: str
    customer: str | None = None
    customer_account: str | None = None
    description: str | UnsetType = UNSET
    destination_details: Hash | UnsetType = UNSET
    failure_balance_transaction: str | UnsetType = UNSET
    failure_reason: str | UnsetType = UNSET
    instructions_email: str | UnsetType = UNSET
    metadata: dict[str, str]
    next_action: Hash | UnsetType = UNSET
    payment_intent: str | None
    payment_method: str | None = None
    pending_reason: str | UnsetType = UNSET
    reason: str | None
    receipt_number: str | None = None
    source_transfer_reversal: str | None = None
    status: Status
    transfer_reversal: str | None = None


def arrived(refund: Refund) -> Refund:
    """The Refund once the bank has taken it."""
    return replace(refund, status=LIFE_CYCLE[refund.status]["arrived"], pending_reason=UNSET)


def returned(refund: Refund, reason: str, balance_transaction: str | None) -> Refund:
    """The Refund that the bank sent back; the money returns to the balance."""
    return replace(
        refund,
        status=LIFE_CYCLE[refund.status]["returned"],
        failure_reason=reason,
        failure_balance_transaction=balance_transaction or UNSET,
    )
