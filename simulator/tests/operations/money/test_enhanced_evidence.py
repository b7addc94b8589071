"""Evidence for the networks' own programs counts as soon as it is complete."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe

SHOPPER = {"customer_purchase_ip": "203.0.113.5", "customer_email_address": "jo@example.com"}
PROGRAM = "visa_compelling_evidence_3"


def eligible(stripe: Stripe, program: str) -> Any:
    """A dispute that a program is open to, by the first test card that leads to one."""
    cards = {
        PROGRAM: "pm_card_createCe3EligibleDispute",
        "visa_compliance": "pm_card_createComplianceDispute",
    }
    intent = stripe.paid(cards[program])
    assert intent.http == 200, intent
    return stripe.get("/v1/disputes", payment_intent=intent.id).data[0]


def staged(stripe: Stripe, dispute: Any, program: str, told: dict[str, Any]) -> Any:
    evidence = {"enhanced_evidence": {program: told}}
    return stripe.post(f"/v1/disputes/{dispute.id}", evidence=evidence, submit=False)


def test_compelling_evidence_qualifies_once_nothing_is_missing(stripe: Stripe) -> None:
    dispute = eligible(stripe, PROGRAM)
    disputed = SHOPPER | {"product_description": "A lamp", "merchandise_or_services": "merchandise"}
    half = staged(stripe, dispute, PROGRAM, {"disputed_transaction": disputed})
    assert half.status == "needs_response"
    assert half.evidence_details.enhanced_eligibility[PROGRAM] == {
        "required_actions": ["missing_prior_undisputed_transactions"],
        "status": "requires_action",
    }
    shown = half.evidence.enhanced_evidence[PROGRAM]
    assert shown.disputed_transaction == {
        "customer_account_id": None,
        "customer_device_fingerprint": None,
        "customer_device_id": None,
        "customer_email_address": "jo@example.com",
        "customer_purchase_ip": "203.0.113.5",
        "merchandise_or_services": "merchandise",
        "product_description": "A lamp",
        "shipping_address": None,
    }
    priors = [
        SHOPPER | {"charge": stripe.paid().latest_charge, "product_description": "A shade"}
        for _ in range(2)
    ]
    told = {"disputed_transaction": disputed, "prior_undisputed_transactions": priors}
    whole = staged(stripe, dispute, PROGRAM, told)
    assert whole.evidence_details.enhanced_eligibility[PROGRAM] == {
        "required_actions": [],
        "status": "qualified",
    }


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"customer_device_fingerprint": "x" * 19}, False),
        ({"customer_device_fingerprint": "x" * 20}, True),
        ({"customer_device_id": "x" * 14}, False),
        ({"customer_device_id": "x" * 15}, True),
    ],
)
def test_a_device_is_named_by_enough_characters(
    stripe: Stripe, told: dict[str, str], *, names: bool
) -> None:
    dispute = eligible(stripe, PROGRAM)
    disputed = told | {"customer_email_address": "jo@example.com"}
    after = staged(stripe, dispute, PROGRAM, {"disputed_transaction": disputed})
    found = after.evidence_details.enhanced_eligibility[PROGRAM].required_actions
    assert ("missing_customer_identifiers" not in found) is names


def test_a_mail_address_alone_names_nobody(stripe: Stripe) -> None:
    dispute = eligible(stripe, PROGRAM)
    told = {"disputed_transaction": {"customer_email_address": "jo@example.com"}}
    found = staged(stripe, dispute, PROGRAM, told).evidence_details.enhanced_eligibility[PROGRAM]
    assert "missing_customer_identifiers" in found.required_actions


@pytest.mark.parametrize(
    ("acknowledged", "status"),
    [(False, "requires_fee_acknowledgement"), (True, "fee_acknowledged")],
)
def test_a_compliance_dispute_wants_its_fee_acknowledged(
    stripe: Stripe, acknowledged: bool, status: str
) -> None:
    dispute = eligible(stripe, "visa_compliance")
    told = staged(stripe, dispute, "visa_compliance", {"fee_acknowledged": acknowledged})
    assert told.evidence_details.enhanced_eligibility.visa_compliance.status == status
    assert told.evidence.enhanced_evidence.visa_compliance == {"fee_acknowledged": acknowledged}
