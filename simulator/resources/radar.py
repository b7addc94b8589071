"""What Radar has to say of a payment: a Review by the shop's people, a warning by the card's bank.

Source: API reference, "Reviews", "Early Fraud Warnings", "Charges" (outcome.rule).
"""

from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

Hash = dict[str, Any]
ClosedReason = Literal[
    "acknowledged",
    "approved",
    "canceled",
    "disputed",
    "payment_never_settled",
    "redacted",
    "refunded",
    "refunded_as_fraud",
]


class Rule(msgspec.Struct, frozen=True):
    """A rule that decided over a payment; it has no `object`, and no call of its own."""

    action: str
    id: str
    predicate: str


REVIEW_ELEVATED: Final = Rule(
    action="manual_review",
    id="manual_review_if_elevated_risk",
    predicate=":risk_level: = 'elevated'",
)
"""The default rule for reviews. Its id is recorded; action and predicate are inferred from it."""
BLOCK_HIGHEST: Final = Rule(
    action="block", id="block_if_high_risk", predicate=":risk_level: = 'highest'"
)
"""The default rule for blocks. Its id is as posted."""
RULES: Final = {rule.id: rule for rule in (BLOCK_HIGHEST, REVIEW_ELEVATED)}


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that somebody should look at before it is fulfilled."""

    KIND: ClassVar[str] = "review"

    id: str
    object: Literal["review"] = "review"
    billing_zip: str | None = None
    charge: str | None
    closed_reason: ClosedReason | None = None
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
    payment_intent: str | UnsetType = UNSET


def closed(review: Review, reason: ClosedReason) -> Review:
    """The Review once somebody has decided; deciding again changes nothing."""
    return replace(review, open=False, closed_reason=reason, reason=reason)
