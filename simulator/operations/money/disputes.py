"""Disputes: read, answered by evidence, and decided by the evidence's own words.

The words are those that Stripe documents for test mode; other evidence stays under review for ever.

Source: API reference, "Disputes"; Stripe docs, "Testing" (evidence).
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.money.disputing import details_of, due_from, end, touch, withdraw
from simulator.operations.payments.settling import worth_of
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import check_named
from simulator.resources import dispute as states
from simulator.resources import enhanced_evidence
from simulator.resources.balance_transaction import row
from simulator.resources.charge import Charge
from simulator.resources.dispute import Dispute, Evidence
from simulator.resources.file import File
from simulator.resources.payment_intent import PaymentIntent
from simulator.wire.lists import Page, page
from simulator.work import Work

VERDICT_AFTER: Final = 0
"""Seconds until the evidence's words take effect. Unlike Stripe, which takes one to five: here it
is the next thing to happen.
"""
EVIDENCE_MAX: Final = 150_000
"""Characters of all evidence together."""


# The calls.


def retrieve(work: Work) -> Dispute:
    """GET /v1/disputes/{dispute}"""
    return work.load(Dispute, work.path["dispute"], "dispute")


def list_all(work: Work) -> Page:
    """GET /v1/disputes"""
    given = work.params
    check_named(work, charge=Charge, payment_intent=PaymentIntent)
    things: Any
    if charge := given.get("charge"):
        things = work.where(Dispute, "charge", charge)
    elif intent := given.get("payment_intent"):
        things = work.where(Dispute, "payment_intent", intent)
    else:
        things = work.account.store.table("dispute").values()
    return page(things, given, "/v1/disputes", "dispute")


def update(work: Work) -> Dispute:
    """POST /v1/disputes/{dispute}"""
    return _updated(work, work.load(Dispute, work.path["dispute"], "dispute"), work.params)


def _updated(work: Work, before: Dispute, given: dict[str, Any]) -> Dispute:
    """The Dispute with more evidence, which goes to the bank unless `submit` is false.

    Raises:
        DISPUTE_CLOSED, EVIDENCE_TOO_LONG
        NO_APPEAL: the evidence is for a stage that no dispute comes to here.
    """
    after = before
    evidence = given.get("evidence")
    if evidence is not None:
        if evidence.get("appeal"):
            raise errors.NO_APPEAL(status=before.status)
        after = states.with_evidence(after, _evidence_of(work, evidence))
        _check_length(after.evidence)
    submits = given.get("submit", evidence is not None)
    if submits:
        after = states.submitted(after, work.now)
        work.schedule(work.now + VERDICT_AFTER, "dispute_verdict", after.id)
        work.call_off("dispute_lapses", after.id)
    if "metadata" in given:
        metadata = merged_metadata(after.metadata, given["metadata"])
        after = replace(after, metadata=metadata)
    if method := given.get("intended_submission_method"):
        after = replace(after, intended_submission_method=method)
    if after != before:
        work.post("charge.dispute.updated", after, before=before)
    if submits:
        touch(work, after)
    return work.keep(after)


def _evidence_of(work: Work, given: dict[str, Any]) -> dict[str, Any]:
    """The evidence as it is kept: an empty text takes away what was there.

    Raises:
        REFERENCE_MISSING: what should be a file is none.
    """
    found: dict[str, Any] = {name: text or None for name, text in given.items()}
    for name in states.FILES:
        if id := found.get(name):
            work.refer(File, id, f"evidence[{name}]")
    if "enhanced_evidence" in found:
        found["enhanced_evidence"] = enhanced_evidence.shown(found["enhanced_evidence"] or {})
    if "appeal" in found and found["appeal"] is None:
        found["appeal"] = UNSET
    return found


def _check_length(evidence: Evidence) -> None:
    texts = (getattr(evidence, name) for name in evidence.__struct_fields__)
    length = sum(len(text) for text in texts if isinstance(text, str))
    if length > EVIDENCE_MAX:
        raise errors.EVIDENCE_TOO_LONG(length=length, most=EVIDENCE_MAX)


def close(work: Work) -> Dispute:
    """POST /v1/disputes/{dispute}/close: give in.

    Raises:
        DISPUTE_CLOSED
    """
    before = work.load(Dispute, work.path["dispute"], "dispute")
    return end(work, states.accepted(before))


def retrieve_of_charge(work: Work) -> Dispute:
    """GET /v1/charges/{charge}/dispute"""
    return _of_charge(work)


def update_of_charge(work: Work) -> Dispute:
    """POST /v1/charges/{charge}/dispute: the oldest way to send evidence."""
    return _updated(work, _of_charge(work), work.params)


def close_of_charge(work: Work) -> Dispute:
    """POST /v1/charges/{charge}/dispute/close"""
    return end(work, states.accepted(_of_charge(work)))


def _of_charge(work: Work) -> Dispute:
    """The Dispute of the charge that the path names.

    Raises:
        RESOURCE_MISSING, NO_DISPUTE
    """
    charge = work.load(Charge, work.path["charge"], "charge")
    found = work.find(Dispute, charge.dispute) if charge.dispute else None
    if found is None:
        raise errors.NO_DISPUTE(charge=charge.id)
    return found


# What follows by itself.


@due("dispute_verdict")
def dispute_verdict(work: Work, id: str) -> None:
    """The bank has read the evidence; its words say how it decides."""
    dispute = work.find(Dispute, id)
    if dispute is None:
        return
    match dispute.status, dispute.evidence.uncategorized_text:
        case "under_review", "winning_evidence":
            _win(work, dispute)
        case (("under_review" | "warning_under_review"), "losing_evidence"):
            end(work, states.lost(dispute))
        case "warning_under_review", "escalate_inquiry_evidence":
            _escalate(work, dispute)


def _win(work: Work, dispute: Dispute) -> None:
    worth = worth_of(work, work.load(Charge, dispute.charge), dispute.amount)
    reversal = work.keep(
        row(
            id=work.new_id("txn"),
            amount=worth.amount,
            created=work.now,
            currency=worth.currency,
            description=f"Chargeback reversal for {dispute.charge}",
            source=dispute.id,
            type="adjustment",
            reporting_category="dispute_reversal",
            at_once=True,
        )
    )
    after = states.won(dispute, reversal)
    work.post("charge.dispute.funds_reinstated", after)
    end(work, after)


def _escalate(work: Work, dispute: Dispute) -> None:
    charge = work.load(Charge, dispute.charge)
    details = details_of(charge, dispute.reason, inquiry=False)
    due_by = due_from(work.now)
    after = states.escalated(dispute, withdraw(work, dispute), details, due_by)
    work.schedule(due_by + 1, "dispute_lapses", after.id)
    work.post("charge.dispute.updated", after, before=dispute)
    work.post("charge.dispute.funds_withdrawn", after)
    work.keep(after)


@due("dispute_lapses")
def dispute_lapses(work: Work, id: str) -> None:
    """Nobody answered in time: the dispute is lost, an inquiry closed."""
    dispute = work.find(Dispute, id)
    if dispute is not None and "lapsed" in states.LIFE_CYCLE[dispute.status]:
        end(work, states.lapsed(dispute))
