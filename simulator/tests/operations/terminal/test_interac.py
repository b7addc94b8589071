"""Interac, Canada's debit cards: paid and refunded in person alone."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.tills import a_reader, in_person, present, process, tell

pytestmark = pytest.mark.usefixtures("balanced")


def paid_by_interac(stripe: Stripe, reader: str) -> Any:
    intent = in_person(stripe, "interac_present", currency="cad")
    process(stripe, reader, intent)
    assert present(stripe, reader).action.status == "succeeded"
    return stripe.get(
        f"/v1/payment_intents/{intent.id}", expand=["latest_charge.balance_transaction"]
    )


def test_where_it_alone_is_taken_its_card_is_presented(stripe: Stripe) -> None:
    charge = paid_by_interac(stripe, a_reader(stripe).id).latest_charge
    card = charge.payment_method_details.interac_present
    assert (card.brand, card.network, card.last4) == ("interac", "interac", "1933")
    assert "amount_authorized" not in card
    assert charge.balance_transaction.fee == 15


def test_where_both_are_taken_the_test_says_which(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    for params, kind in (
        ({}, "card_present"),
        ({"type": "interac_present"}, "interac_present"),
        ({"interac_present": {"number": "4506445006931933"}}, "interac_present"),
    ):
        intent = in_person(stripe, "card_present", "interac_present", currency="cad")
        process(stripe, id, intent)
        present(stripe, id, **params)
        paid = stripe.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"])
        assert paid.latest_charge.payment_method_details.type == kind


def test_it_is_refunded_at_the_reader(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    paid = paid_by_interac(stripe, id)
    refused = stripe.post("/v1/refunds", payment_intent=paid.id)
    assert refused.error.code == "charge_not_refundable"
    told = tell(stripe, id, "refund_payment", payment_intent=paid.id, amount=1000)
    assert told.action.refund_payment == {"amount": 1000, "payment_intent": paid.id}
    stripe.told()
    done = present(stripe, id)
    refund = stripe.get(f"/v1/refunds/{done.action.refund_payment.refund}")
    assert (done.action.status, refund.amount, refund.status) == ("succeeded", 1000, "succeeded")
    assert "refund.created" in (types := stripe.types())
    assert types[-1] == "terminal.reader.action_succeeded"


def test_a_part_that_is_a_test_amount_is_not_refunded(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    paid = paid_by_interac(stripe, id)
    tell(stripe, id, "refund_payment", payment_intent=paid.id, amount=1055)
    action = present(stripe, id).action
    assert (action.status, action.failure_code) == ("failed", "card_declined")
    assert action.api_error.decline_code == "incorrect_pin"
    assert stripe.get(f"/v1/charges/{paid.latest_charge.id}").amount_refunded == 0


def test_what_cannot_be_refunded_fails_at_the_reader(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    paid = paid_by_interac(stripe, id)
    assert tell(stripe, id, "refund_payment").http == 400
    tell(stripe, id, "refund_payment", charge=paid.latest_charge.id)
    assert present(stripe, id).action.refund_payment.amount == 2500
    again = tell(stripe, id, "refund_payment", charge=paid.latest_charge.id)
    assert again.error.code == "charge_already_refunded"
