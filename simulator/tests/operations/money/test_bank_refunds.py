"""What was paid by bank transfer goes back to a bank account, which the payer is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.ledger import movements, positions, totals
from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.payments.test_bank_transfers import (
    cash,
    customer_of,
    fund,
    history,
    remaining,
    transfer,
)

pytestmark = pytest.mark.usefixtures("balanced")
REFUNDS = "/v1/refunds"
JENNY = "jenny.rosen@example.com"


def paid(stripe: Stripe, **customer: Any) -> Reply:
    """A payment by bank transfer that went through."""
    id = customer_of(stripe, **customer)
    fund(stripe, id, 2500)
    intent = transfer(stripe, id)
    assert intent.status == "succeeded"
    stripe.types()
    return intent


def shoppers(stripe: Stripe) -> int:
    """What the ledger says that the payers' banks have; minor units."""
    return positions(movements(stripe.account.store))["usd"]["shoppers"]


def test_the_payer_is_asked_where_the_money_is_to_go(stripe: Stripe) -> None:
    intent = paid(stripe, email=JENNY)
    refund = stripe.post(REFUNDS, payment_intent=intent.id, amount=1000)
    assert (refund.status, refund.instructions_email) == ("requires_action", JENNY)
    assert refund.next_action == {
        "display_details": {
            "email_sent": {"email_sent_at": stripe.now, "email_sent_to": JENNY},
            "expires_at": stripe.now + 45 * 86_400,
        },
        "type": "display_details",
    }
    assert refund.destination_details.type == "us_bank_transfer"
    assert stripe.types() == ["refund.created", "charge.refunded"]


def test_once_the_payer_has_answered_the_refund_is_on_its_way_and_arrives(stripe: Stripe) -> None:
    refund = stripe.post(REFUNDS, payment_intent=paid(stripe, email=JENNY).id)
    stripe.advance(seconds=180)
    pending = stripe.get(f"{REFUNDS}/{refund.id}")
    assert (pending.status, pending.pending_reason) == ("pending", "processing")
    assert "next_action" not in pending.body
    stripe.advance(minutes=5)
    assert stripe.get(f"{REFUNDS}/{refund.id}").status == "succeeded"
    assert shoppers(stripe) == 0


def test_without_an_address_nobody_can_be_asked(stripe: Stripe) -> None:
    intent = paid(stripe)
    refused = stripe.post(REFUNDS, payment_intent=intent.id)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message.startswith("Missing email.")
    assert stripe.charge_of(intent).amount_refunded == 0
    given = stripe.post(REFUNDS, payment_intent=intent.id, instructions_email="a@example.com")
    assert given.next_action.display_details.email_sent.email_sent_to == "a@example.com"


def test_a_refund_that_waits_for_the_payer_is_called_off(stripe: Stripe) -> None:
    intent = paid(stripe, email=JENNY)
    refund = stripe.post(REFUNDS, payment_intent=intent.id)
    assert stripe.charge_of(intent).refunded
    off = stripe.post(f"{REFUNDS}/{refund.id}/cancel")
    assert (off.status, off.failure_reason) == ("canceled", "merchant_request")
    charge = stripe.charge_of(intent)
    assert (charge.refunded, charge.amount_refunded) == (False, 0)
    assert shoppers(stripe) == -2500
    stripe.advance(days=1)
    assert stripe.get(f"{REFUNDS}/{refund.id}").status == "canceled"
    assert stripe.post(f"{REFUNDS}/{refund.id}/cancel").http == 400


def test_a_refund_fails_that_the_payer_never_answers(stripe: Stripe) -> None:
    intent = paid(stripe, email=JENNY)
    refund = stripe.post(REFUNDS, payment_intent=intent.id)
    stripe.types()
    path = f"/v1/test_helpers/refunds/{refund.id}/expire"
    assert stripe.post(path).status == "failed"
    assert stripe.types() == ["refund.failed", "refund.updated", "charge.refund.updated"]
    assert stripe.charge_of(intent).amount_refunded == 0
    assert stripe.post(path).http == 400


def test_of_what_cannot_go_back_by_itself_the_payer_is_asked(stripe: Stripe) -> None:
    data = {"type": "konbini", "billing_details": {"name": "Jenny Rosen", "email": JENNY}}
    intent = stripe.intent(
        amount=2500,
        currency="jpy",
        payment_method_types=["konbini"],
        payment_method_data=data,
        confirm=True,
    )
    stripe.advance(minutes=5)
    paid = stripe.get(f"/v1/payment_intents/{intent.id}")
    refund = stripe.post(REFUNDS, payment_intent=paid.id)
    assert (refund.status, refund.instructions_email) == ("requires_action", JENNY)
    assert refund.destination_details.type == "jp_bank_transfer"
    stripe.advance(minutes=10)
    assert stripe.get(f"{REFUNDS}/{refund.id}").status == "succeeded"


# Cash that is left over.


def leftover(stripe: Stripe, customer: str, amount: int = 400, **params: Any) -> Reply:
    given = {"origin": "customer_balance", "customer": customer, "currency": "usd"}
    return stripe.post(REFUNDS, **given, amount=amount, **params)


def test_cash_that_is_left_over_goes_back(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    fund(stripe, customer, 1000)
    stripe.types()
    refund = leftover(stripe, customer, instructions_email=JENNY)
    assert (refund.status, refund.charge, refund.payment_intent) == ("requires_action", None, None)
    assert cash(stripe, customer) == {"usd": 600}
    assert history(stripe, customer)[-1] == ("return_initiated", -400, 600)
    assert stripe.types() == ["customer_cash_balance_transaction.created", "refund.created"]
    stripe.advance(minutes=10)
    assert stripe.get(f"{REFUNDS}/{refund.id}").status == "succeeded"
    store = stripe.account.store
    assert totals(store, movements(store))["usd"].get("refunded", 0) == 0


def test_a_return_that_was_called_off_pays_what_waits_meanwhile(stripe: Stripe) -> None:
    customer = customer_of(stripe, email=JENNY)
    fund(stripe, customer, 1000)
    refund = leftover(stripe, customer, 1000)
    intent = transfer(stripe, customer, 700)
    assert remaining(stripe, intent) == ("requires_action", 700)
    assert stripe.post(f"{REFUNDS}/{refund.id}/cancel").status == "canceled"
    assert remaining(stripe, intent) == ("succeeded", None)
    assert cash(stripe, customer) == {"usd": 300}


@pytest.mark.parametrize(
    ("given", "code", "param"),
    [
        ({"amount": 1001}, "balance_insufficient", "amount"),
        ({"amount": 0}, "parameter_invalid_integer", "amount"),
        ({"currency": ""}, None, "currency"),
        ({"customer": "cus_nobody"}, "resource_missing", "customer"),
    ],
)
def test_no_more_goes_back_than_there_is(
    stripe: Stripe, given: dict[str, Any], code: str | None, param: str
) -> None:
    customer = customer_of(stripe, email=JENNY)
    fund(stripe, customer, 1000)
    all_of_it = {"customer": customer, "amount": 1000, "currency": "usd"}
    refused = stripe.post(REFUNDS, origin="customer_balance", **{**all_of_it, **given})
    assert (refused.http, refused.error.param) == (400, param)
    if code is not None:
        assert refused.error.code == code
    assert cash(stripe, customer) == {"usd": 1000}
