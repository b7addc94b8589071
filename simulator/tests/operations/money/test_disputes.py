"""Disputes: they arise from the test cards, and end by the evidence's own words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.operations.money.disputing import open_dispute
from simulator.resources.charge import Charge
from simulator.tests.calls import PAYER, Reply, Stripe
from simulator.tests.operations.connecting import connected
from simulator.work import Work

DAY = 86_400


def disputed(stripe: Stripe, card: str = "pm_card_createDispute", **params: Any) -> Any:
    """The dispute of a payment by this card."""
    intent = stripe.paid(card, **params)
    return stripe.get("/v1/disputes", payment_intent=intent.id).data[0]


def answered(stripe: Stripe, dispute: Any, text: str) -> Reply:
    return stripe.post(f"/v1/disputes/{dispute.id}", evidence={"uncategorized_text": text})


def read(stripe: Stripe, dispute: Any) -> Reply:
    return stripe.get(f"/v1/disputes/{dispute.id}")


def test_a_chargeback_shows_everything_that_stripe_shows(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.com", name="Jo Example")
    intent = stripe.paid("pm_card_createDispute", customer=customer.id, description="Order 1001")
    dispute = dict(stripe.get("/v1/disputes", charge=intent.latest_charge).data[0])
    assert re.fullmatch(r"du_1\w{23}", dispute.pop("id"))
    rows = dispute.pop("balance_transactions")
    evidence = dispute.pop("evidence")
    details = dispute.pop("evidence_details")
    assert dispute == {
        "object": "dispute",
        "amount": 2500,
        "balance_transaction": rows[0].id,
        "charge": intent.latest_charge,
        "created": stripe.now,
        "currency": "usd",
        "customer": customer.id,
        "enhanced_eligibility_types": [],
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": intent.id,
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "case_type": "chargeback",
                "network": "visa",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    }
    assert (evidence.customer_name, evidence.customer_email_address) == (
        "Jo Example",
        "jo@example.com",
    )
    assert evidence.product_description == "Order 1001"
    assert details.has_evidence is False
    assert details.submission_count == 0
    assert (details.due_by + 1) % DAY == 0
    assert details.due_by // DAY == stripe.now // DAY + 8


def test_a_chargeback_withdraws_the_amount_and_a_fee(stripe: Stripe) -> None:
    [row] = disputed(stripe).balance_transactions
    assert (row.amount, row.fee, row.net) == (-2500, 1500, -4000)
    assert (row.type, row.reporting_category) == ("adjustment", "dispute")
    assert row.description.startswith("Chargeback withdrawal for ch_")
    assert row.fee_details[0].description == "Dispute fee"
    assert (row.status, row.available_on) == ("available", row.created)


def test_the_events_of_a_payment_that_is_disputed_come_in_stripes_order(stripe: Stripe) -> None:
    stripe.paid("pm_card_createDispute")
    assert stripe.types() == [
        "payment_intent.created",
        "charge.succeeded",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "payment_intent.succeeded",
    ]


def test_the_charge_names_its_dispute_and_cannot_be_refunded(stripe: Stripe) -> None:
    intent = stripe.paid("pm_card_createDispute")
    charge = stripe.charge_of(intent)
    dispute = stripe.get("/v1/disputes", charge=charge.id).data[0]
    assert (charge.disputed, charge.dispute) == (True, dispute.id)
    refused = stripe.post("/v1/refunds", charge=charge.id)
    assert refused.refusal == (400, "invalid_request_error", "charge_disputed", None)
    assert refused.error.message == (
        f"Charge {charge.id} has been charged back; cannot issue a refund."
    )


def test_a_held_payment_is_disputed_when_it_is_captured(stripe: Stripe) -> None:
    intent = stripe.held(payment_method="pm_card_createDispute")
    assert stripe.get("/v1/disputes", payment_intent=intent.id).data == []
    stripe.post(f"/v1/payment_intents/{intent.id}/capture", amount_to_capture=1000)
    [dispute] = stripe.get("/v1/disputes", payment_intent=intent.id).data
    assert dispute.amount == 1000


@pytest.mark.parametrize(
    ("card", "reason", "code"),
    [
        ("pm_card_createDispute", "fraudulent", "10.4"),
        ("pm_card_createDisputeProductNotReceived", "product_not_received", "13.1"),
    ],
)
def test_each_card_has_its_reason(stripe: Stripe, card: str, reason: str, code: str) -> None:
    dispute = disputed(stripe, card)
    assert dispute.reason == reason
    assert dispute.payment_method_details.card.network_reason_code == code


def test_an_inquiry_takes_no_money_and_lets_the_charge_be_refunded(stripe: Stripe) -> None:
    inquiry = disputed(stripe, "pm_card_createDisputeInquiry")
    assert inquiry.status == "warning_needs_response"
    assert inquiry.balance_transactions == []
    assert inquiry.is_charge_refundable is True
    assert inquiry.payment_method_details.card.case_type == "inquiry"
    assert inquiry.payment_method_details.card.network_reason_code == "10"
    assert "charge.dispute.funds_withdrawn" not in stripe.types()
    assert stripe.post("/v1/refunds", charge=inquiry.charge).http == 200


def test_a_card_that_is_disputed_more_than_once_is_never_disputed_for_more_than_it_paid(
    stripe: Stripe,
) -> None:
    intent = stripe.paid("pm_card_createMultipleDisputes", amount=2501)
    found = stripe.get("/v1/disputes", payment_intent=intent.id).data
    assert sorted(dispute.amount for dispute in found) == [1250, 1251]


# Reading.


def test_a_dispute_that_is_not_there_is_refused_by_name(stripe: Stripe) -> None:
    refused = stripe.get("/v1/disputes/du_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "dispute")
    assert refused.error.message == "No such dispute: 'du_x'"


def test_the_dispute_of_a_charge_can_be_asked_for_by_the_charge(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    assert stripe.get(f"/v1/charges/{dispute.charge}/dispute").id == dispute.id
    undisputed = stripe.paid().latest_charge
    refused = stripe.get(f"/v1/charges/{undisputed}/dispute")
    assert refused.refusal == (404, "invalid_request_error", None, None)
    assert refused.error.message == f"No dispute for charge: {undisputed}"
    assert stripe.post(f"/v1/charges/{dispute.charge}/dispute/close").status == "lost"


def test_a_payment_that_was_partly_refunded_is_disputed_for_the_rest(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_createDispute")
    held = stripe.post(
        "/v1/charges", amount=2500, currency="usd", customer=customer.id, capture=False
    )
    captured = stripe.post(f"/v1/charges/{held.id}/capture", amount=2000)
    [dispute] = stripe.get("/v1/disputes", charge=captured.id).data
    assert dispute.amount == 2000


def test_answers_of_2023_name_visas_fraud_by_its_older_code(stripe: Stripe) -> None:
    dispute = disputed(stripe, capture_method="automatic")
    old = stripe.at_version("2023-10-16").get(f"/v1/disputes/{dispute.id}")
    assert old.payment_method_details.card.network_reason_code == "83"
    [row] = old.balance_transactions
    charge = stripe.get(f"/v1/charges/{dispute.charge}", expand=["balance_transaction"])
    assert (row.status, row.available_on) == ("pending", charge.balance_transaction.available_on)
    assert "submission_method" not in old.evidence_details


def test_in_answers_of_2023_a_win_gives_the_fee_back(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    answered(stripe, dispute, "winning_evidence")
    won = read(stripe, dispute).balance_transactions[1]
    assert (won.amount, won.fee, won.net) == (2500, 0, 2500)
    older = stripe.at_version("2023-10-16").get(f"/v1/disputes/{dispute.id}")
    row = older.balance_transactions[1]
    assert (row.amount, row.fee, row.net) == (2500, -1500, 4000)
    assert row.fee_details[0].description == "Dispute fee refund"


@pytest.mark.parametrize(
    ("version", "prefix"),
    [("2019-12-03", "dp_1"), ("2023-10-16", "dp_1"), ("2025-03-31.basil", "du_1")],
)
def test_ids_begin_as_they_did_when_a_version_was_new(
    stripe: Stripe, version: str, prefix: str
) -> None:
    intent = stripe.at_version(version).post(
        "/v1/payment_intents",
        amount=2500,
        currency="usd",
        payment_method="pm_card_createDispute",
        payment_method_types=["card"],
        confirm=True,
    )
    [dispute] = stripe.get("/v1/disputes", payment_intent=intent.id).data
    assert dispute.id.startswith(prefix)
    assert stripe.get(f"/v1/charges/{dispute.charge}").dispute == dispute.id


def test_a_charge_that_was_exchanged_is_disputed_in_both_currencies(stripe: Stripe) -> None:
    account = connected(stripe, country="CA")
    dispute = disputed(
        stripe,
        amount=1000,
        transfer_data={"destination": account},
        on_behalf_of=account,
        application_fee_amount=100,
    )
    [row] = dispute.balance_transactions
    assert (dispute.amount, dispute.currency) == (1000, "usd")
    assert (row.amount, row.currency, row.net) == (-1390, "cad", -2890)
    assert (row.exchange_rate, row.fee_details[0].currency) == (None, "cad")


def test_no_rows_are_found_by_the_dispute_that_they_are_of(stripe: Stripe) -> None:
    dispute = disputed(stripe)
    assert dispute.balance_transactions[0].source == dispute.id
    assert stripe.get("/v1/balance_transactions", source=dispute.id).data == []


def test_a_dispute_of_a_bank_account_tells_of_no_card(stripe: Stripe) -> None:
    """The SDK has words for cards and some wallets alone."""
    debit = {"type": "sepa_debit", "sepa_debit": {"iban": "AT591904300235473203"}}
    stripe.intent(
        currency="eur",
        payment_method_types=["sepa_debit"],
        payment_method_data={**debit, "billing_details": PAYER},
        mandate_data={"customer_acceptance": {"type": "offline"}},
        confirm=True,
    )
    stripe.advance(days=30)
    [dispute] = stripe.get("/v1/disputes").data
    assert "payment_method_details" not in dispute


@pytest.mark.parametrize(
    ("method", "reason", "code"),
    [
        ("pm_card_amex", "fraudulent", "F29"),
        ("pm_card_discover", "product_not_received", "RG"),
        ("pm_card_mastercard", "duplicate", "4834"),
        ("pm_card_visa", "subscription_canceled", "13.2"),
        ("pm_card_visa", "general", None),
    ],
)
def test_each_network_has_its_own_code_of_a_reason(
    stripe: Stripe, method: str, reason: str, code: str | None
) -> None:
    intent = stripe.paid(method)
    work = Work(stripe.account)
    charge = work.load(Charge, intent.latest_charge)
    open_dispute(work, charge, reason, amount=charge.amount)
    work.commit()
    [dispute] = stripe.get("/v1/disputes").data
    assert dispute.payment_method_details.card.network_reason_code == code
