"""Incrementing an authorization: only what asked for it, only upwards, only while it is held."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import connected

INTENTS = "/v1/payment_intents"
ASKED = {"card": {"request_incremental_authorization": "if_available"}}


def increment(stripe: Stripe, intent: Any, **params: Any) -> Reply:
    return stripe.post(f"{INTENTS}/{intent.id}/increment_authorization", **params)


def test_the_amount_is_the_new_total(stripe: Stripe) -> None:
    intent = stripe.held(payment_method_options=ASKED)
    stripe.told()
    after = increment(stripe, intent, amount=4000)
    assert (after.status, after.amount, after.amount_capturable) == ("requires_capture", 4000, 4000)
    charge = stripe.charge_of(after)
    assert (charge.amount, charge.payment_method_details.card.amount_authorized) == (4000, 4000)
    assert stripe.types() == ["payment_intent.amount_capturable_updated"]
    assert stripe.post(f"{INTENTS}/{intent.id}/capture").amount_received == 4000


def test_it_has_to_be_asked_for(stripe: Stripe) -> None:
    intent = stripe.held()
    details = stripe.charge_of(intent).payment_method_details.card
    assert details.incremental_authorization == {"status": "unavailable"}
    refused = increment(stripe, intent, amount=4000)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "This PaymentIntent is not eligible for incremental authorization because you did not"
        " request support using `request_incremental_authorization` when you created or confirmed"
        " it."
    )
    assert "Stripe-Should-Retry" not in refused.headers


@pytest.mark.parametrize("amount", [2500, 2499])
def test_it_only_goes_up(stripe: Stripe, amount: int) -> None:
    intent = stripe.held(payment_method_options=ASKED)
    assert increment(stripe, intent, amount=amount).http == 400
    assert stripe.get(f"{INTENTS}/{intent.id}").amount_capturable == 2500


@pytest.mark.parametrize(
    "status",
    [
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
        "processing",
        "succeeded",
        "canceled",
    ],
)
def test_only_what_is_held_is_incremented(stripe: Stripe, status: str) -> None:
    refused = increment(stripe, stripe.intent_in(status), amount=4000)
    assert refused.refusal[2] == "payment_intent_unexpected_state"
    assert refused.error.payment_intent.status == status


def test_ten_increments_are_the_most(stripe: Stripe) -> None:
    intent = stripe.held(payment_method_options=ASKED)
    for attempt in range(10):
        assert increment(stripe, intent, amount=2600 + attempt).http == 200
    assert increment(stripe, intent, amount=9000).http == 400


def test_what_can_be_captured_over_it_grows_with_the_authorization(stripe: Stripe) -> None:
    asked = {"card": {"request_incremental_authorization": "if_available"}}
    asked["card"]["request_overcapture"] = "if_available"
    held = stripe.held(payment_method_options=asked)
    path = f"/v1/payment_intents/{held.id}/increment_authorization"
    raised = stripe.post(path, amount=held.amount + 1000)
    card = stripe.charge_of(raised).payment_method_details.card
    assert card.amount_authorized == raised.amount
    assert card.overcapture.maximum_amount_capturable == raised.amount * 12 // 10


def test_an_increment_says_what_is_handed_over_and_what_the_shopper_reads(stripe: Stripe) -> None:
    account = connected(stripe)
    held = stripe.held(
        payment_method_options=ASKED,
        transfer_data={"destination": account, "amount": 100},
    )
    raised = increment(
        stripe,
        held,
        amount=4000,
        transfer_data={"amount": 3000},
        statement_descriptor="TWO NIGHTS",
    )
    assert raised.transfer_data == {"amount": 3000, "destination": account}
    charge = stripe.charge_of(raised)
    assert charge.transfer_data == {"amount": 3000, "destination": account}
    assert charge.calculated_statement_descriptor.endswith("* TWO NIGHTS")
    taken = stripe.post(f"{INTENTS}/{held.id}/capture")
    transfer = stripe.charge_of(taken).transfer
    assert stripe.get(f"/v1/transfers/{transfer}").amount == 3000


def test_a_new_fee_comes_with_an_increment(stripe: Stripe) -> None:
    account = connected(stripe)
    held = stripe.held(
        payment_method_options=ASKED,
        transfer_data={"destination": account},
        application_fee_amount=100,
    )
    increment(stripe, held, amount=4000, application_fee_amount=160)
    charge = stripe.charge_of(stripe.post(f"{INTENTS}/{held.id}/capture"))
    assert stripe.get(f"/v1/application_fees/{charge.application_fee}").amount == 160


def test_an_increment_is_held_to_what_banks_can_print(stripe: Stripe) -> None:
    intent = stripe.held(payment_method_options=ASKED)
    refused = increment(stripe, intent, amount=4000, statement_descriptor="<>")
    assert refused.error.param == "statement_descriptor"
