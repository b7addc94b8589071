"""How a dispute comes about: the payer's bank asks, or takes the money back at once.

Source: Stripe docs, "How disputes work", "Testing" (disputes).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator.instruments import bank_accounts
from simulator.operations.money import radar, reviews
from simulator.operations.money.known_evidence import known_evidence
from simulator.operations.payers import mandates
from simulator.operations.payments.charging import on_taken
from simulator.operations.payments.receipts import receipt_url
from simulator.operations.payments.settling import card_of, worth_of
from simulator.resources import charge as charge_states
from simulator.resources import dispute as states
from simulator.resources.balance_transaction import DAY, BalanceTransaction, FeeDetail, row
from simulator.resources.charge import CardMethodDetails, Charge
from simulator.resources.dispute import Dispute, EvidenceDetails
from simulator.resources.payment_method import Vaulted
from simulator.work import Work

FEE: Final = 1500
"""What a chargeback costs, minor units."""
DAYS_TO_ANSWER: Final = 8
"""Evidence is due by the last second of this day after the dispute's, in UTC."""
INQUIRY_DAYS: Final = 120
"""After so many days an inquiry that did not become a chargeback is closed."""
NETWORK_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "amex": {
        "credit_not_processed": "C02",
        "duplicate": "P08",
        "fraudulent": "F29",
        "product_not_received": "C08",
        "product_unacceptable": "C31",
        "subscription_canceled": "C28",
    },
    "discover": {
        "credit_not_processed": "RN2",
        "duplicate": "DP",
        "fraudulent": "UA02",
        "product_not_received": "RG",
        "product_unacceptable": "RM",
        "subscription_canceled": "AP",
    },
    "mastercard": {
        "credit_not_processed": "4853",
        "duplicate": "4834",
        "fraudulent": "4837",
        "product_not_received": "4853",
        "product_unacceptable": "4853",
        "subscription_canceled": "4853",
    },
    "visa": {
        "credit_not_processed": "13.6",
        "duplicate": "12.6.1",
        "fraudulent": "10.4",
        "product_not_received": "13.1",
        "product_unacceptable": "13.3",
        "subscription_canceled": "13.2",
    },
}
"""The network's own code of a reason, the likeliest where it has several. Source: Stripe docs,
"Dispute reason codes"; the networks' own lists."""
OTHER_METHODS: Final[Mapping[str, Mapping[str, Any]]] = {
    "amazon_pay": {"dispute_type": "chargeback"},
    "klarna": {"chargeback_loss_reason_code": None, "reason_code": None},
    "paypal": {"case_id": None, "reason_code": None},
}
"""What is told of a dispute of another method; of those not here nothing is. Source: API reference,
"The dispute object"; that their own codes are not known here is ours."""
INQUIRY_CODE: Final = "10"
DU_SINCE: Final = "2024-09-30.acacia"
"""Disputes of versions before this one have ids with `dp_`. Recorded: `dp_` until 2024, `du_` since
2025; Stripe goes by the account's age rather than by the version, which nobody can see (inferred).
"""
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

    Nor can the account be debited again, until its owner agrees to that anew: shown of ACH, and
    inferred of SEPA.

    Source: Stripe docs, "ACH Direct Debit", "SEPA Direct Debit" (disputes).
    """
    vaulted = work.find(Vaulted, charge.payment_method) if charge.payment_method else None
    account = bank_accounts.behind(vaulted.number) if vaulted else None
    if account is None or account.dispute is None:
        return
    dispute = open_dispute(
        work, charge, account.dispute, amount=charge.amount_captured, answerable=False
    )
    end(work, states.accepted(dispute))
    assert charge.payment_method is not None
    mandates.revoked(work, charge.payment_method, account.dispute)


def open_dispute(
    work: Work,
    charge: Charge,
    reason: str,
    *,
    amount: int,
    inquiry: bool = False,
    answerable: bool = True,
    eligible_for: tuple[str, ...] = (),
) -> Dispute:
    """The payer's bank questions a charge: it asks (an inquiry), or takes the money back at once.

    Args:
        amount: minor units.
        answerable: whether the bank lets the business respond; else the caller ends it.
    """
    due_by = due_from(work.now) if answerable else 0
    dispute = Dispute(
        id=work.new_id("dp" if work.version < DU_SINCE else "du"),
        amount=amount,
        charge=charge.id,
        created=work.now,
        currency=charge.currency,
        customer=charge.customer,
        enhanced_eligibility_types=list(eligible_for),
        evidence=known_evidence(work, charge),
        evidence_details=EvidenceDetails(
            due_by=due_by,
            enhanced_eligibility={name: ELIGIBILITY[name] for name in eligible_for},
        ),
        is_charge_refundable=inquiry,
        livemode=work.account.livemode,
        payment_intent=charge.payment_intent,
        payment_method_details=details_of(charge, reason, inquiry=inquiry),
        reason=reason,
        status="warning_needs_response" if inquiry else "needs_response",
    )
    disputed = work.keep(charge_states.disputed(charge, dispute.id))
    if inquiry:
        work.schedule(work.now + INQUIRY_DAYS * DAY, "dispute_lapses", dispute.id)
        work.post("charge.dispute.created", dispute)
        _told_to_radar(work, disputed)
        return work.keep(dispute)
    withdrawal = withdraw(work, dispute)
    dispute = replace(dispute, balance_transaction=withdrawal.id, balance_transactions=[withdrawal])
    if due_by:
        work.schedule(due_by + 1, "dispute_lapses", dispute.id)
    work.post("charge.dispute.created", dispute)
    work.post("charge.dispute.funds_withdrawn", dispute)
    _told_to_radar(work, disputed)
    return work.keep(dispute)


def _told_to_radar(work: Work, disputed: Charge) -> None:
    """What its bank took up is no longer the shop's to look at."""
    radar.answered(work, disputed)
    reviews.close(work, disputed, "disputed")


def due_from(now: int) -> int:
    """By when evidence of a dispute of this moment has to be sent, Unix seconds."""
    return (now // DAY + DAYS_TO_ANSWER + 1) * DAY - 1


def details_of(charge: Charge, reason: str, *, inquiry: bool) -> dict[str, Any] | UnsetType:
    """`payment_method_details` of a dispute."""
    method = charge.payment_method_details
    if not charge_states.by_card(charge):
        kind = method["type"] if isinstance(method, dict) else ""
        return {kind: dict(OTHER_METHODS[kind]), "type": kind} if kind in OTHER_METHODS else UNSET
    network = charge_states.network_of(charge)
    brand = method.card.brand if isinstance(method, CardMethodDetails) else network or "unknown"
    case = "compliance" if reason == "noncompliant" else "chargeback"
    return {
        "card": {
            "brand": brand,
            "case_type": "inquiry" if inquiry else case,
            "network": network,
            "network_reason_code": (
                INQUIRY_CODE if inquiry else NETWORK_CODES.get(brand, {}).get(reason)
            ),
        },
        "type": "card",
    }


def withdraw(work: Work, dispute: Dispute) -> BalanceTransaction:
    """The row of what the bank takes back, with what that costs; kept.

    Where the charge was exchanged, so is this; the rate is not told, as recorded.
    """
    worth = worth_of(work, work.load(Charge, dispute.charge), dispute.amount)
    return work.keep(
        row(
            id=work.new_id("txn"),
            amount=-worth.amount,
            fees=[FeeDetail(amount=FEE, currency=worth.currency, description="Dispute fee")],
            created=work.now,
            currency=worth.currency,
            description=f"Chargeback withdrawal for {dispute.charge}",
            source=dispute.id,
            type="adjustment",
            reporting_category="dispute",
            at_once=True,
        )
    )


def end(work: Work, after: Dispute) -> Dispute:
    """Keep a Dispute that is over, and say so."""
    work.call_off("dispute_verdict", after.id)
    work.call_off("dispute_lapses", after.id)
    work.post("charge.dispute.closed", after)
    if after.status != "won":
        touch(work, after)
    return work.keep(after)


def touch(work: Work, dispute: Dispute) -> None:
    """The charge is told to have changed, when evidence is sent and when nothing came back.

    The event is recorded; that it is the receipt which moves, as elsewhere, is inferred.
    """
    charge = work.load(Charge, dispute.charge)
    after = replace(charge, receipt_url=receipt_url(work, charge.payment_intent))
    work.post("charge.updated", work.keep(after), before=charge)
