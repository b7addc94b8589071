"""PayTo: a mandate waits for the payer's word in the app, holds, and ends."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, PAYER, Reply, Stripe

TERMS = {"mandate_options": {"amount": 150_000, "amount_type": "maximum"}}


def payer(name: str) -> dict[str, Any]:
    return {
        "type": "payto",
        "billing_details": PAYER,
        "payto": {"pay_id": f"jo+{name}@example.org"},
    }


def pay(stripe: Stripe, **params: Any) -> Reply:
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency="aud",
        payment_method_types=["payto"],
        confirm=True,
        **params,
    )


def kept(stripe: Stripe, name: str) -> Reply:
    """An intent whose payer is asked to agree to more than this payment."""
    return pay(
        stripe,
        customer=stripe.post("/v1/customers").id,
        payment_method_data=payer(name),
        payment_method_options={"payto": TERMS},
        setup_future_usage="off_session",
    )


def set_up(stripe: Stripe, name: str) -> Reply:
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        customer=stripe.post("/v1/customers").id,
        payment_method_types=["payto"],
        payment_method_data=payer(name),
        payment_method_options={"payto": TERMS},
        confirm=True,
    )


def statuses(stripe: Stripe) -> list[str]:
    """What was told of mandates, in order."""
    events = stripe.get("/v1/events", type="mandate.updated").data
    return [event.data.object.status for event in reversed(events)]


def mandate_of(stripe: Stripe, intent: Reply) -> Reply:
    charge = stripe.charge_of(stripe.get(f"/v1/payment_intents/{intent.id}"))
    return stripe.get(f"/v1/mandates/{charge.payment_method_details.payto.mandate}")


def test_a_mandate_holds_once_the_payer_has_agreed(stripe: Stripe) -> None:
    intent = kept(stripe, "succeed")
    assert statuses(stripe) == []
    stripe.advance(seconds=60)
    assert statuses(stripe) == ["active"]
    stripe.advance(seconds=2)
    mandate = mandate_of(stripe, intent)
    assert (mandate.status, mandate.type) == ("active", "multi_use")
    assert mandate.payment_method_details.payto.amount == 150_000


def test_nobody_is_asked_again_while_it_holds(stripe: Stripe) -> None:
    first = kept(stripe, "succeed")
    stripe.advance(seconds=62)
    mandate = mandate_of(stripe, first)
    again = pay(
        stripe, customer=first.customer, payment_method=mandate.payment_method, mandate=mandate.id
    )
    assert again.status == "processing"
    stripe.advance(seconds=2)
    assert stripe.get(f"/v1/payment_intents/{again.id}").status == "succeeded"
    assert mandate_of(stripe, again).id == mandate.id


def test_what_was_agreed_to_for_one_payment_is_used_up_by_it(stripe: Stripe) -> None:
    intent = pay(stripe, payment_method_data=payer("succeed"))
    stripe.advance(seconds=62)
    mandate = mandate_of(stripe, intent)
    assert (mandate.status, mandate.type) == ("inactive", "single_use")
    assert mandate.single_use == {"amount": 2500, "currency": "aud"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("decline", ["inactive"]),
        ("expire", ["inactive"]),
        ("insufficient_funds", ["active", "inactive"]),
    ],
)
def test_a_mandate_ends_with_the_payment_that_fails(
    stripe: Stripe, name: str, told: list[str]
) -> None:
    kept(stripe, name)
    stripe.advance(minutes=6)
    assert statuses(stripe) == told


def test_a_payer_takes_the_mandate_back_after_five_minutes(stripe: Stripe) -> None:
    intent = kept(stripe, "revoke")
    stripe.advance(seconds=62)
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "succeeded"
    mandate = mandate_of(stripe, intent)
    assert mandate.status == "active"
    stripe.advance(minutes=5)
    assert statuses(stripe) == ["active", "inactive"]
    refused = pay(
        stripe, customer=intent.customer, payment_method=mandate.payment_method, mandate=mandate.id
    )
    assert refused.error.code == "payment_intent_mandate_invalid"


def test_it_is_set_up_in_the_app_and_paid_by_later(stripe: Stripe) -> None:
    intent = set_up(stripe, "succeed")
    assert (intent.status, intent.next_action.type) == (
        "requires_action",
        "payto_await_authorization",
    )
    assert stripe.get(f"/v1/mandates/{intent.mandate}").status == "pending"
    stripe.advance(seconds=60)
    after = stripe.get(f"/v1/setup_intents/{intent.id}")
    assert (after.status, after.mandate) == ("succeeded", intent.mandate)
    assert stripe.get(f"/v1/mandates/{intent.mandate}").status == "active"
    later = pay(
        stripe,
        customer=after.customer,
        payment_method=after.payment_method,
        mandate=after.mandate,
    )
    assert later.status == "processing"


@pytest.mark.parametrize(
    ("name", "decline_code"), [("decline", "invalid_authorization"), ("expire", "generic_decline")]
)
def test_who_does_not_agree_cannot_be_charged_later(
    stripe: Stripe, name: str, decline_code: str
) -> None:
    intent = set_up(stripe, name)
    stripe.advance(minutes=5)
    after = stripe.get(f"/v1/setup_intents/{intent.id}")
    assert after.status == "requires_payment_method"
    assert after.last_setup_error.decline_code == decline_code
    assert statuses(stripe) == ["inactive"]
