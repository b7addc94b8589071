"""What is said against a dispute, and how it is decided."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.money.test_disputes import answered, disputed, read


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ({}, None),
        ({"country": "DE"}, "DE"),
        (
            {
                "line1": "1 Main St",
                "line2": "Apt 1",
                "city": "Reno",
                "state": "NV",
                "postal_code": "89501",
                "country": "US",
            },
            "1 Main St\nApt 1\nReno, NV, 89501, US",
        ),
    ],
)
def test_evidence_has_the_payers_address_as_a_text(
    stripe: Stripe, address: dict[str, str], text: str | None
) -> None:
    data = {"type": "card", "card": {"token": "tok_createDispute"}}
    payer = {"billing_details": {"address": address}} if address else {}
    method = stripe.post("/v1/payment_methods", **data, **payer)
    assert disputed(stripe, method.id).evidence.billing_address == text


@pytest.mark.parametrize(
    ("card", "eligible"),
    [
        ("pm_card_createCe3EligibleDispute", "visa_compelling_evidence_3"),
        ("pm_card_createComplianceDispute", "visa_compliance"),
        ("pm_card_createMastercardComplianceDispute", "mastercard_compliance"),
    ],
)
def test_some_cards_take_enhanced_evidence(stripe: Stripe, card: str, eligible: str) -> None:
    dispute = disputed(stripe, card)
    assert dispute.enhanced_eligibility_types == [eligible]
    assert eligible in dispute.evidence_details.enhanced_eligibility


def test_evidence_that_is_sent_is_under_review_and_counted(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    after = answered(stripe, dispute, "We have a signature.")
    assert after.status == "under_review"
    assert after.evidence_details.has_evidence is True
    assert after.evidence_details.submission_count == 1
    assert read(stripe, dispute).status == "under_review"


def test_evidence_that_is_only_staged_is_kept_and_not_sent(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    after = stripe.post(
        f"/v1/disputes/{dispute.id}",
        evidence={"product_description": "A book"},
        submit=False,
    )
    assert (after.status, after.evidence.product_description) == ("needs_response", "A book")
    assert after.evidence_details.submission_count == 0
    sent = stripe.post(f"/v1/disputes/{dispute.id}", submit=True)
    assert (sent.status, sent.evidence.product_description) == ("under_review", "A book")


def test_metadata_alone_sends_nothing(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    after = stripe.post(f"/v1/disputes/{dispute.id}", metadata={"ticket": "7"})
    assert (after.status, after.metadata) == ("needs_response", {"ticket": "7"})


def test_winning_evidence_wins_and_the_money_comes_back(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    stripe.told()
    assert answered(stripe, dispute, "winning_evidence").status == "under_review"
    won = read(stripe, dispute)
    assert (won.status, won.is_charge_refundable) == ("won", True)
    reversal = won.balance_transactions[1]
    assert (reversal.amount, reversal.fee, reversal.net) == (2500, 0, 2500)
    assert reversal.reporting_category == "dispute_reversal"
    assert reversal.description == f"Chargeback reversal for {dispute.charge}"
    told = stripe.told()
    assert [event.type for event in told] == [
        "charge.dispute.updated",
        "charge.updated",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ]
    assert told[3].request == {"id": None, "idempotency_key": None}
    assert stripe.get(f"/v1/charges/{dispute.charge}").disputed is True


def test_losing_evidence_loses(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    answered(stripe, dispute, "losing_evidence")
    assert read(stripe, dispute).status == "lost"
    assert stripe.types()[-2:] == ["charge.dispute.closed", "charge.updated"]


def test_escalating_evidence_makes_a_chargeback_of_an_inquiry(stripe: Stripe) -> None:
    inquiry = disputed(stripe, "pm_card_createDisputeInquiry")
    assert answered(stripe, inquiry, "escalate_inquiry_evidence").status == "warning_under_review"
    after = read(stripe, inquiry)
    assert (after.status, after.is_charge_refundable) == ("needs_response", False)
    assert after.balance_transactions[0].net == -4000
    assert after.payment_method_details.card.case_type == "chargeback"


def test_closing_gives_in(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    assert stripe.post(f"/v1/disputes/{dispute.id}/close").status == "lost"
    *_, closed, charge = stripe.told()
    assert (closed.type, charge.type) == ("charge.dispute.closed", "charge.updated")
    assert list(charge.data.previous_attributes) == ["receipt_url"]


@pytest.mark.parametrize("call", ["", "/close"])
def test_a_dispute_that_is_decided_is_closed_for_good(stripe: Stripe, call: str) -> None:
    dispute = disputed(stripe)
    stripe.post(f"/v1/disputes/{dispute.id}/close")
    given: dict[str, Any] = {} if call else {"evidence": {"uncategorized_text": "more"}}
    refused = stripe.post(f"/v1/disputes/{dispute.id}{call}", **given)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "This dispute is already closed"


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("access_activity_log", 20_000),
        ("product_description", 20_000),
        ("uncategorized_text", 20_000),
        ("customer_name", 5_000),
    ],
)
def test_evidence_has_a_greatest_length(stripe: Stripe, name: str, most: int) -> None:
    path = f"/v1/disputes/{disputed(stripe).id}"
    refused = stripe.post(path, evidence={name: "x" * (most + 1)})
    assert refused.refusal == (400, "invalid_request_error", None, f"evidence[{name}]")
    assert refused.error.message.endswith(f"must be at most {most} characters")
    assert stripe.get(path).status == "needs_response"
    assert len(stripe.post(path, evidence={name: "x" * most}).evidence[name]) == most


def test_all_evidence_together_has_a_greatest_length(stripe: Stripe) -> None:
    path = f"/v1/disputes/{disputed(stripe).id}"
    long = (
        *("access_activity_log", "cancellation_policy_disclosure", "cancellation_rebuttal"),
        *("duplicate_charge_explanation", "product_description", "refund_policy_disclosure"),
        *("refund_refusal_explanation", "uncategorized_text"),
    )
    refused = stripe.post(path, evidence=dict.fromkeys(long, "x" * 20_000))
    assert refused.refusal == (400, "invalid_request_error", None, "evidence")


def test_evidence_that_comes_late_is_past_due(stripe: Stripe) -> None:
    inquiry = disputed(stripe, "pm_card_createDisputeInquiry")
    assert answered(stripe, inquiry, "in time").evidence_details.past_due is False
    stripe.advance(days=20)
    assert answered(stripe, inquiry, "late").evidence_details.past_due is True


def test_an_inquiry_that_becomes_a_chargeback_late_can_be_answered_anew(stripe: Stripe) -> None:
    inquiry = disputed(stripe, "pm_card_createDisputeInquiry")
    stripe.advance(days=20)
    answered(stripe, inquiry, "escalate_inquiry_evidence")
    stripe.advance(days=1)
    after = read(stripe, inquiry)
    assert after.status == "needs_response"
    assert after.evidence_details.due_by > stripe.now


def test_a_dispute_that_nobody_answers_is_lost_when_its_time_is_up(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    stripe.advance(days=8)
    assert read(stripe, dispute).status == "needs_response"
    stripe.advance(days=1)
    after = read(stripe, dispute)
    assert (after.status, after.evidence_details.past_due) == ("lost", False)


def test_an_inquiry_that_nobody_answers_is_closed_after_120_days(stripe: Stripe) -> None:
    inquiry = disputed(stripe, "pm_card_createDisputeInquiry")
    stripe.advance(days=119)
    assert read(stripe, inquiry).status == "warning_needs_response"
    stripe.advance(days=1)
    assert read(stripe, inquiry).status == "warning_closed"


def test_evidence_that_should_be_a_file_must_be_one(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    refused = stripe.post(f"/v1/disputes/{dispute.id}", evidence={"receipt": "file_x"})
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "resource_missing",
        "evidence[receipt]",
    )
    assert refused.error.message == "No such file upload: 'file_x'"
    assert read(stripe, dispute).status == "needs_response"


def test_evidence_for_an_appeal_is_taken_at_that_stage_alone(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    appeal = {"card": {"reason_for_filing": "It was lost in the post."}}
    refused = stripe.post(f"/v1/disputes/{dispute.id}", evidence={"appeal": appeal})
    assert refused.refusal == (400, "invalid_request_error", None, "evidence[appeal]")
    assert stripe.get(f"/v1/disputes/{dispute.id}").status == "needs_response"
