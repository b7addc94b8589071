"""The Dispute: a payer's bank questions a charge, and somebody has to decide.

Rule 1: whatever moves a Dispute from one status to another lives in this file.
Rule 2: a Dispute that is decided (`won`, `lost`, `warning_closed`, `prevented`) never moves again.

Source: API reference, "Disputes"; Stripe docs, "How disputes work", "Testing".
`balance_transaction` and `customer` are recorded, not declared.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors
from simulator.resources import enhanced_evidence
from simulator.resources.balance_transaction import BalanceTransaction

Hash = dict[str, Any]
Status = Literal[
    "needs_response",
    "under_review",
    "won",
    "lost",
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
    "prevented",
    "appeal_needs_response",
    "appeal_under_review",
]
Move = Literal[
    "submitted",  # evidence was sent to the bank
    "accepted",  # the business gives in
    "decided_for",  # the bank's verdict
    "decided_against",
    "escalated",  # an inquiry becomes a chargeback
    "lapsed",  # nobody answered in time
]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "needs_response": {"submitted": "under_review", "accepted": "lost", "lapsed": "lost"},
    "under_review": {
        "submitted": "under_review",
        "accepted": "lost",
        "decided_for": "won",
        "decided_against": "lost",
    },
    "won": {},
    "lost": {},
    "warning_needs_response": {
        "submitted": "warning_under_review",
        "accepted": "warning_closed",
        "escalated": "needs_response",
        "lapsed": "warning_closed",
    },
    "warning_under_review": {
        "submitted": "warning_under_review",
        "accepted": "warning_closed",
        "decided_against": "warning_closed",
        "escalated": "needs_response",
        "lapsed": "warning_closed",
    },
    "warning_closed": {},
    "prevented": {},
    "appeal_needs_response": {},
    "appeal_under_review": {},
}
"""From which status which move leads where; what is not here is refused.

Unlike Stripe: no test card is documented to lead to an appeal or to be prevented, so that nothing
here does.
"""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for the business; texts, and ids of files."""

    access_activity_log: str | None = None
    appeal: Hash | UnsetType = UNSET
    billing_address: str | None = None
    cancellation_policy: str | None = None
    cancellation_policy_disclosure: str | None = None
    cancellation_rebuttal: str | None = None
    customer_communication: str | None = None
    customer_email_address: str | None = None
    customer_name: str | None = None
    customer_purchase_ip: str | None = None
    customer_signature: str | None = None
    duplicate_charge_documentation: str | None = None
    duplicate_charge_explanation: str | None = None
    duplicate_charge_id: str | None = None
    enhanced_evidence: Hash = {}
    product_description: str | None = None
    receipt: str | None = None
    refund_policy: str | None = None
    refund_policy_disclosure: str | None = None
    refund_refusal_explanation: str | None = None
    service_date: str | None = None
    service_documentation: str | None = None
    shipping_address: str | None = None
    shipping_carrier: str | None = None
    shipping_date: str | None = None
    shipping_documentation: str | None = None
    shipping_tracking_number: str | None = None
    uncategorized_file: str | None = None
    uncategorized_text: str | None = None


FILES: Final = (
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
)
"""Evidence that is the id of a file; all else is text."""


class EvidenceDetails(msgspec.Struct, frozen=True, kw_only=True):
    """How far the evidence has got. `due_by`: Unix seconds; 0 where none can be sent."""

    due_by: int | None
    enhanced_eligibility: Hash = {}
    has_evidence: bool = False
    past_due: bool = False
    submission_count: int = 0
    submission_method: Literal["manual", "not_submitted", "smart_disputes"] = "not_submitted"


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """A Dispute. `amount`: minor units."""

    KIND: ClassVar[str] = "dispute"

    id: str
    object: Literal["dispute"] = "dispute"
    amount: int
    balance_transaction: str | None = None
    balance_transactions: list[BalanceTransaction] = []
    charge: str
    created: int
    currency: str
    customer: str | None = None
    enhanced_eligibility_types: list[str] = []
    evidence: Evidence
    evidence_details: EvidenceDetails
    intended_submission_method: str | UnsetType = UNSET
    is_charge_refundable: bool
    livemode: bool
    metadata: dict[str, str] = {}
    network_reason_code: str | UnsetType = UNSET
    payment_intent: str | None
    payment_method_details: Hash | UnsetType = UNSET
    reason: str
    status: Status


def _moved(dispute: Dispute, move: Move) -> Status:
    """Where the move leads.

    Raises:
        DISPUTE_CLOSED: nowhere, since the dispute is decided.
    """
    status = LIFE_CYCLE[dispute.status].get(move)
    if status is None:
        raise errors.DISPUTE_CLOSED()
    return status


def is_open(dispute: Dispute) -> bool:
    """Whether anything can still become of it."""
    return bool(LIFE_CYCLE[dispute.status])


def with_evidence(dispute: Dispute, changes: Mapping[str, Any]) -> Dispute:
    """The Dispute with evidence staged, and not yet sent to the bank.

    Raises:
        DISPUTE_CLOSED
    """
    if not is_open(dispute):
        raise errors.DISPUTE_CLOSED()
    evidence = replace(dispute.evidence, **changes)
    details = dispute.evidence_details
    eligible = enhanced_evidence.eligibility(
        details.enhanced_eligibility, evidence.enhanced_evidence
    )
    return replace(
        dispute,
        evidence=evidence,
        evidence_details=replace(details, enhanced_eligibility=eligible, has_evidence=True),
    )


def submitted(dispute: Dispute, now: int) -> Dispute:
    """The Dispute once its evidence is with the bank; Unix seconds.

    Raises:
        DISPUTE_CLOSED
    Source: API reference, "Update a dispute".
    """
    details = dispute.evidence_details
    return replace(
        dispute,
        status=_moved(dispute, "submitted"),
        evidence_details=replace(
            details,
            has_evidence=True,
            past_due=bool(details.due_by) and now > (details.due_by or 0),
            submission_count=details.submission_count + 1,
            submission_method="manual",
        ),
    )


def accepted(dispute: Dispute) -> Dispute:
    """The Dispute that the business does not fight: lost; an inquiry is closed (inferred).

    Raises:
        DISPUTE_CLOSED
    Source: API reference, "Close a dispute".
    """
    return replace(dispute, status=_moved(dispute, "accepted"))


def won(dispute: Dispute, reversal: BalanceTransaction) -> Dispute:
    """The Dispute that the bank decided for the business; the money comes back."""
    return replace(
        dispute,
        status=_moved(dispute, "decided_for"),
        balance_transactions=[*dispute.balance_transactions, reversal],
        is_charge_refundable=True,
    )


def lost(dispute: Dispute) -> Dispute:
    """The Dispute that the bank decided for the payer."""
    return replace(dispute, status=_moved(dispute, "decided_against"))


def lapsed(dispute: Dispute) -> Dispute:
    """The Dispute that nobody answered in time; that says nothing of evidence that came late."""
    return replace(dispute, status=_moved(dispute, "lapsed"))


def escalated(
    dispute: Dispute, withdrawal: BalanceTransaction, details: Hash | UnsetType, due_by: int
) -> Dispute:
    """The inquiry that became a chargeback: now the money is withdrawn.

    Args:
        details: `payment_method_details` of the chargeback.
        due_by: by when it has to be answered, Unix seconds; that it starts anew is inferred.
    """
    return replace(
        dispute,
        status=_moved(dispute, "escalated"),
        balance_transaction=withdrawal.id,
        balance_transactions=[withdrawal],
        evidence_details=replace(dispute.evidence_details, due_by=due_by),
        is_charge_refundable=False,
        payment_method_details=details,
    )
