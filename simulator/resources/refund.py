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
    "requires_action": {
        "answered": "pending",
        "arrived": "succeeded",
        "expired": "failed",
        "canceled": "canceled",
    },
    "succeeded": {"returned": "failed"},
    "failed": {},
    "canceled": {},
}
"""From which status which news leads where."""
ANSWERED_WITHIN: Final = 45 * 86_400
"""Seconds within which the payer has to say where a refund is to go."""


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


def asked(refund: Refund, email: str, now: int) -> Refund:
    """The Refund about which the payer was asked by e-mail; Unix seconds.

    Source: Stripe docs, "Refund bank transfer payments".
    """
    sent = {"email_sent_at": now, "email_sent_to": email}
    details = {"email_sent": sent, "expires_at": now + ANSWERED_WITHIN}
    return replace(
        refund,
        status="requires_action",
        instructions_email=email,
        next_action={"display_details": details, "type": "display_details"},
    )


def answered(refund: Refund) -> Refund:
    """The Refund once the payer has said where it goes."""
    return replace(
        refund,
        status=LIFE_CYCLE[refund.status]["answered"],
        next_action=UNSET,
        pending_reason="processing",
    )


def canceled(refund: Refund, balance_transaction: str | None) -> Refund:
    """The Refund that was called off before the payer answered.

    Source: API reference, "Cancel a refund", whose example tells this reason.
    """
    return replace(
        refund,
        status=LIFE_CYCLE[refund.status]["canceled"],
        next_action=UNSET,
        failure_reason="merchant_request",
        failure_balance_transaction=balance_transaction or UNSET,
    )


def expired(refund: Refund, balance_transaction: str | None) -> Refund:
    """The Refund about which the payer was asked in vain; that no reason is told is inferred."""
    return replace(
        refund,
        status=LIFE_CYCLE[refund.status]["expired"],
        next_action=UNSET,
        failure_balance_transaction=balance_transaction or UNSET,
    )


def arrived(refund: Refund) -> Refund:
    """The Refund once the bank has taken it."""
    return replace(refund, status=LIFE_CYCLE[refund.status]["arrived"], pending_reason=UNSET)


def returned(refund: Refund, reason: str, balance_transaction: str | None) -> Refund:
    """The Refund that the bank sent back; the money returns to the balance."""
    return replace(
        refund,
        status=LIFE_CYCLE[refund.status]["returned"],
        pending_reason=UNSET,
        failure_reason=reason,
        failure_balance_transaction=balance_transaction or UNSET,
    )
