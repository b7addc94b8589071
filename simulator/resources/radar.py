"""What Radar has to say of a payment: a Review by the shop's people, a warning by the card's bank.

Source: API reference, "Reviews", "Early Fraud Warnings".
"""

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that somebody should look at before it is fulfilled."""

    KIND: ClassVar[str] = "review"

    id: str
    object: Literal["review"] = "review"
    billing_zip: str | None = None
    charge: str | None
    closed_reason: str | None = None
    created: int
    ip_address: str | None = None
    ip_address_location: Hash | None = None
    livemode: bool
    open: bool = True
    opened_reason: Literal["manual", "rule"] = "rule"
    payment_intent: str | UnsetType = UNSET
    reason: str = "rule"
    session: Hash | None = None


class EarlyFraudWarning(msgspec.Struct, frozen=True, kw_only=True):
    """The card's bank suspects a payment; a dispute may follow."""

    KIND: ClassVar[str] = "radar.early_fraud_warning"

    id: str
    object: Literal["radar.early_fraud_warning"] = "radar.early_fraud_warning"
    actionable: bool
    charge: str
    created: int
    fraud_type: str
    livemode: bool
    payment_intent: str | UnsetType


def closed(review: Review, reason: str) -> Review:
    """The Review once somebody has decided; deciding again changes nothing."""
    return replace(review, open=False, closed_reason=reason, reason=reason)
