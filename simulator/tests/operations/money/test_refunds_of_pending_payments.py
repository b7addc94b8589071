"""What is given back of a payment that its bank has not answered yet waits for the answer."""

from __future__ import annotations

import pytest

from simulator.ledger import movements, positions
from simulator.tests.calls import Reply, Stripe

pytestmark = pytest.mark.usefixtures("balanced")
REFUNDS = "/v1/refunds"


def debit(stripe: Stripe, outcome: str) -> Reply:
    """A payment that a bank has taken in."""
    intent = stripe.post(
        "/v1/payment_intents",
        amount=2000,
        currency="usd",
        allowed_payment_method_types=["us_bank_account"],
        payment_method=f"pm_usBankAccount_{outcome}",
        mandate_data={"customer_acceptance": {"type": "offline"}},
        return_url="https://example.com",
        confirm=True,
    )
    assert intent.status == "processing"
    stripe.types()
    return intent


def balance(stripe: Stripe) -> int:
    return positions(movements(stripe.account.store)).get("usd", {}).get("balance", 0)


def test_a_refund_waits_for_the_payment_and_then_takes_the_money(stripe: Stripe) -> None:
    intent = debit(stripe, "success")
    refund = stripe.post(REFUNDS, payment_intent=intent.id, amount=500)
    assert (refund.status, refund.pending_reason) == ("pending", "charge_pending")
    assert refund.balance_transaction is None
    assert stripe.charge_of(intent).amount_refunded == 500
    assert stripe.types() == ["refund.created", "charge.refunded"]
    stripe.advance(days=7)
    assert stripe.types()[-2:] == ["refund.updated", "charge.refund.updated"]
    after = stripe.get(f"{REFUNDS}/{refund.id}", expand=["balance_transaction"])
    assert after.status == "succeeded"
    assert "pending_reason" not in after.body
    assert after.balance_transaction.amount == -500
    charge = stripe.charge_of(intent)
    assert (charge.status, charge.amount_refunded, charge.refunded) == ("succeeded", 500, False)


def test_a_refund_of_a_payment_that_fails_fails_with_it_and_costs_nothing(stripe: Stripe) -> None:
    intent = debit(stripe, "insufficientFunds")
    refund = stripe.post(REFUNDS, payment_intent=intent.id)
    stripe.advance(days=7)
    after = stripe.get(f"{REFUNDS}/{refund.id}")
    assert (after.status, after.failure_reason) == ("failed", "unknown")
    assert "pending_reason" not in after.body
    charge = stripe.charge_of(intent)
    assert (charge.status, charge.amount_refunded, charge.refunded) == ("failed", 0, False)
    assert balance(stripe) == 0
    assert stripe.types()[-3:] == ["refund.failed", "refund.updated", "charge.refund.updated"]


def test_several_parts_wait_together_and_no_more_than_there_is(stripe: Stripe) -> None:
    intent = debit(stripe, "success")
    for amount in (500, 1500):
        stripe.post(REFUNDS, payment_intent=intent.id, amount=amount)
    refused = stripe.post(REFUNDS, payment_intent=intent.id)
    assert refused.error.code == "charge_already_refunded"
    stripe.advance(days=7)
    found = stripe.get(REFUNDS, payment_intent=intent.id).data
    assert {each.status for each in found} == {"succeeded"}
    assert stripe.charge_of(intent).refunded is True


def test_a_charge_on_a_bank_account_is_waited_for_too(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="btok_us_verified")
    charge = stripe.post("/v1/charges", amount=900, currency="usd", customer=customer.id)
    assert charge.status == "pending"
    refund = stripe.post(REFUNDS, charge=charge.id)
    assert refund.status == "pending"
    stripe.advance(days=7)
    assert stripe.get(f"{REFUNDS}/{refund.id}").status == "succeeded"
    assert stripe.get(f"/v1/charges/{charge.id}").refunded is True


def test_nothing_is_taken_back_that_was_never_handed_over(stripe: Stripe) -> None:
    intent = debit(stripe, "success")
    refused = stripe.post(REFUNDS, payment_intent=intent.id, reverse_transfer=True)
    assert refused.error.message.startswith("Cannot reverse transfer")
    assert stripe.charge_of(intent).amount_refunded == 0
    stripe.advance(days=7)
    assert stripe.charge_of(intent).status == "succeeded"
