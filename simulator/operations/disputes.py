"""Disputes: they arise from the test cards, and are fought, lost and won by the evidence.

The evidence's own words decide, as Stripe documents for test mode; other evidence stays under
review for ever.

Source: API reference, "Disputes"; Stripe docs, "Testing" (disputes, evidence), "How disputes work".
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors, test_accounts
from simulator.agenda import due
from simulator.operations.charging import card_of, on_taken
from simulator.operations.payment_methods import merged_metadata
from simulator.resources import charge as charge_states
from simulator.resources import dispute as states
from simulator.resources.balance_transaction import DAY, BalanceTransaction, row
from simulator.resources.charge import CardMethodDetails, Charge
from simulator.resources.customer import Customer
from simulator.resources.dispute import Dispute, Evidence, EvidenceDetails
from simulator.resources.payment_method import Vaulted
from simulator.wire.lists import Page, page
from simulator.work import Work

FEE: Final = 1500
"""What a chargeback costs, minor units."""
DAYS_TO_ANSWER: Final = 8
"""Evidence is due by the last second of this day after the dispute's, in UTC."""
INQUIRY_DAYS: Final = 120
"""After so many days an inquiry that did not become a chargeback is closed."""
VERDICT_AFTER: Final = 0
"""Seconds until the evidence's words take effect. Unlike Stripe, which takes one to five: here it
is the next thing to happen.
"""
NETWORK_CODES: Final[Mapping[tuple[str, str], str]] = {
    ("visa", "fraudulent"): "10.4",
    ("visa", "product_not_received"): "13.1",
    ("mastercard", "fraudulent"): "4837",
    ("mastercard", "product_not_received"): "4853",
}
"""The network's own code of a reason. Source: Stripe docs, "Dispute reason code categories"."""
INQUIRY_CODE: Final = "10"
EVIDENCE_MAX: Final = 150_000
"""Characters of all evidence together."""
ELIGIBILITY: Final[Mapping[str, dict[str, Any]]] = {
    "visa_compelling_evidence_3": {
        "required_actions": [
            "missing_customer_identifiers",
            "missing_disputed_transaction_description",
            "missing_merchandise_or_services",
            "missing_prior_undisputed_transactions",
        ],
        "status": "requires_action",
    },
    "visa_compliance": {"status": "requires_fee_acknowledgement"},
    "mastercard_compliance": {"status": "requires_fee_acknowledgement"},
}
"""`evidence_details.enhanced_eligibility` as it starts out, by eligibility type."""


# How one comes about.


@on_taken
def dispute_of_test_card(work: Work, charge: Charge) -> None:
    """Some test cards are disputed as soon as the money is taken; one of them more than once.

    How a payment that is disputed twice is shared out is inferred: each dispute has its half.
    """
    card = card_of(work, charge)
    if card is None or card.dispute is None:
        return
    rest = charge.amount_captured - charge.amount_refunded
    shares = [rest // card.disputes] * card.disputes
    shares[0] += rest - sum(shares)
    for share in shares:
        open_dispute(
            work,
            work.find(Charge, charge.id) or charge,
            card.dispute,
            amount=share,
            inquiry=card.inquiry,
            eligible_for=card.eligible_for,
        )


@on_taken
def dispute_of_test_account(work: Work, charge: Charge) -> None:
    """The owner of some test bank accounts takes a debit back; against that nothing can be done.

    Source: Stripe docs, "ACH Direct Debit", "SEPA Direct Debit" (disputes).
    """
    vaulted = work.find(Vaulted, charge.payment_method) if charge.payment_method else None
    account = test_accounts.behind(vaulted.number) if vaulted else None
    if account is None or account.dispute is None:
        return
    dispute = open_dispute(work, charge, account.dispute, amount=charge.amount_captured)
    _closed(work, states.accepted(dispute))


def open_dispute(
    work: Work,
    charge: Charge,
    reason: str,
    *,
    amount: int,
    inquiry: bool = False,
    eligible_for: tuple[str, ...] = (),
) -> Dispute:
    """The payer's bank questions a charge: it asks (an inquiry), or takes the money back at once.

    Args:
        amount: minor units.
    """
    due_by = (work.now // DAY + DAYS_TO_ANSWER + 1) * DAY - 1
    dispute = Dispute(
        id=work.new_id("du"),
        amount=amount,
        charge=charge.id,
        created=work.now,
        currency=charge.currency,
        customer=charge.customer,
        enhanced_eligibility_types=list(eligible_for),
        evidence=_known(work, charge),
        evidence_details=EvidenceDetails(
            due_by=due_by,
            enhanced_eligibility={name: ELIGIBILITY[name] for name in eligible_for},
        ),
        is_charge_refundable=inquiry,
        livemode=work.account.livemode,
        payment_intent=charge.payment_intent,
        payment_method_details=_details(charge, reason, inquiry=inquiry),
        reason=reason,
        status="warning_needs_response" if inquiry else "needs_response",
    )
    work.keep(charge_states.disputed(charge, dispute.id))
    if inquiry:
        work.schedule(work.now + INQUIRY_DAYS * DAY, "dispute_lapses", dispute.id)
        work.post("charge.dispute.created", dispute)
        return work.keep(dispute)
    withdrawal = _withdraw(work, dispute)
    dispute = replace(dispute, balance_transaction=withdrawal.id, balance_transactions=[withdrawal])
    work.schedule(due_by + 1, "dispute_lapses", dispute.id)
    work.post("charge.dispute.created", dispute)
    work.post("charge.dispute.funds_withdrawn", dispute)
    return work.keep(dispute)


def _known(work: Work, charge: Charge) -> Evidence:
    """What Stripe itself knows of the payer and the purchase."""
    customer = work.find(Customer, charge.customer) if charge.customer else None
    return Evidence(
        customer_email_address=charge.billing_details.email
        or (customer.email if customer else None)
        or charge.receipt_email,
        customer_name=charge.billing_details.name or (customer.name if customer else None),
        product_description=charge.description,
    )


def _details(charge: Charge, reason: str, *, inquiry: bool) -> dict[str, Any]:
    """`payment_method_details` of a dispute."""
    method = charge.payment_method_details
    if not isinstance(method, CardMethodDetails):
        kind = method["type"] if method else "card"
        return {kind: {}, "type": kind}
    brand = method.card.brand
    case = "compliance" if reason == "noncompliant" else "chargeback"
    return {
        "card": {
            "brand": brand,
            "case_type": "inquiry" if inquiry else case,
            "network": brand,
            "network_reason_code": (
                INQUIRY_CODE if inquiry else NETWORK_CODES.get((brand, reason))
            ),
        },
        "type": "card",
    }


def _withdraw(work: Work, dispute: Dispute) -> BalanceTransaction:
    return work.keep(
        row(
            id=work.new_id("txn"),
            amount=-dispute.amount,
            fee=FEE,
            fee_description="Dispute fee",
            created=work.now,
            currency=dispute.currency,
            description=f"Chargeback withdrawal for {dispute.charge}",
            source=dispute.id,
            type="adjustment",
            reporting_category="dispute",
            at_once=True,
        )
    )


# The calls.


def retrieve(work: Work) -> Dispute:
    """GET /v1/disputes/{dispute}"""
    return work.load(Dispute, work.path["dispute"], "dispute")


def list_all(work: Work) -> Page:
    """GET /v1/disputes"""
    given = work.params
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
    """
    after = before
    evidence = given.get("evidence")
    if evidence is not None:
        after = states.with_evidence(after, {name: text or None for name, text in evidence.items()})
        _check_length(after.evidence)
    submits = given.get("submit", evidence is not None)
    if submits:
        after = states.submitted(after)
        work.schedule(work.now + VERDICT_AFTER, "dispute_verdict", after.id)
        work.call_off("dispute_lapses", after.id)
    if "metadata" in given:
        metadata = merged_metadata(after.metadata, given["metadata"])
        after = replace(after, metadata=metadata)
    if method := given.get("intended_submission_method"):
        after = replace(after, intended_submission_method=method)
    if after != before:
        work.post("charge.dispute.updated", after, before=before)
    return work.keep(after)


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
    return _closed(work, states.accepted(before))


def _closed(work: Work, after: Dispute) -> Dispute:
    """Keep a Dispute that is over, and say so."""
    work.call_off("dispute_verdict", after.id)
    work.call_off("dispute_lapses", after.id)
    work.post("charge.dispute.closed", after)
    return work.keep(after)


def retrieve_of_charge(work: Work) -> Dispute:
    """GET /v1/charges/{charge}/dispute"""
    return _of_charge(work)


def update_of_charge(work: Work) -> Dispute:
    """POST /v1/charges/{charge}/dispute: the oldest way to send evidence."""
    return _updated(work, _of_charge(work), work.params)


def close_of_charge(work: Work) -> Dispute:
    """POST /v1/charges/{charge}/dispute/close"""
    return _closed(work, states.accepted(_of_charge(work)))


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
            _closed(work, states.lost(dispute))
        case "warning_under_review", "escalate_inquiry_evidence":
            _escalate(work, dispute)


def _win(work: Work, dispute: Dispute) -> None:
    reversal = work.keep(
        row(
            id=work.new_id("txn"),
            amount=dispute.amount,
            created=work.now,
            currency=dispute.currency,
            description=f"Chargeback reversal for {dispute.charge}",
            source=dispute.id,
            type="adjustment",
            reporting_category="dispute_reversal",
            at_once=True,
        )
    )
    after = states.won(dispute, reversal)
    work.post("charge.dispute.funds_reinstated", after)
    _closed(work, after)


def _escalate(work: Work, dispute: Dispute) -> None:
    charge = work.load(Charge, dispute.charge)
    details = _details(charge, dispute.reason, inquiry=False)
    after = states.escalated(dispute, _withdraw(work, dispute), details)
    due_by = after.evidence_details.due_by
    if due_by is not None:
        work.schedule(due_by + 1, "dispute_lapses", after.id)
    work.post("charge.dispute.updated", after, before=dispute)
    work.post("charge.dispute.funds_withdrawn", after)
    work.keep(after)


@due("dispute_lapses")
def dispute_lapses(work: Work, id: str) -> None:
    """Nobody answered in time: the dispute is lost, an inquiry closed."""
    dispute = work.find(Dispute, id)
    if dispute is not None and "lapsed" in states.LIFE_CYCLE[dispute.status]:
        _closed(work, states.lapsed(dispute))
