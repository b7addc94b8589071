"""What of a PaymentIntent can be changed later, and until when."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

INTENTS = "/v1/payment_intents"


@pytest.mark.parametrize("status", ["succeeded", "canceled", "requires_capture"])
def test_metadata_and_description_change_in_every_status(stripe: Stripe, status: str) -> None:
    intent = stripe.intent_in(status)
    after = stripe.post(f"{INTENTS}/{intent.id}", metadata={"k": "v"}, description="Order 7")
    assert (after.http, after.metadata, after.description) == (200, {"k": "v"}, "Order 7")
    assert after.status == status


@pytest.mark.parametrize("name", ["amount", "payment_method"])
@pytest.mark.parametrize("status", ["succeeded", "canceled", "requires_capture"])
def test_amount_and_method_change_only_before_the_money_moves(
    stripe: Stripe, status: str, name: str
) -> None:
    intent = stripe.intent_in(status)
    value = {"amount": 3000, "payment_method": "pm_card_visa"}[name]
    refused = stripe.post(f"{INTENTS}/{intent.id}", **{name: value})
    assert refused.http == 400
    assert refused.error.code == "payment_intent_unexpected_state"
    assert refused.error.message == (
        f"This PaymentIntent's {name} could not be updated because it has a status of {status}."
        f" You may only update the {name} of a PaymentIntent with one of the following statuses:"
        " requires_payment_method, requires_confirmation, requires_action."
    )
    assert refused.error.payment_intent.status == status
    assert refused.headers["Stripe-Should-Retry"] == "false"


@pytest.mark.parametrize(
    "status", ["requires_payment_method", "requires_confirmation", "requires_action"]
)
def test_the_amount_changes_before_the_money_moves(stripe: Stripe, status: str) -> None:
    intent = stripe.intent_in(status)
    assert stripe.post(f"{INTENTS}/{intent.id}", amount=3000).amount == 3000


def test_naming_a_method_asks_for_confirmation_next(stripe: Stripe) -> None:
    intent = stripe.intent()
    after = stripe.post(f"{INTENTS}/{intent.id}", payment_method="pm_card_visa")
    assert after.status == "requires_confirmation"


def test_another_method_makes_a_challenge_void(stripe: Stripe) -> None:
    intent = stripe.intent_in("requires_action")
    after = stripe.post(f"{INTENTS}/{intent.id}", payment_method="pm_card_visa")
    assert (after.status, after.next_action) == ("requires_confirmation", None)


def test_currency_and_customer_can_be_set_later(stripe: Stripe) -> None:
    intent = stripe.intent()
    customer = stripe.post("/v1/customers")
    after = stripe.post(f"{INTENTS}/{intent.id}", currency="eur", customer=customer.id)
    assert (after.currency, after.customer) == ("eur", customer.id)


def test_a_customer_that_is_set_stays(stripe: Stripe) -> None:
    first, second = stripe.post("/v1/customers").id, stripe.post("/v1/customers").id
    intent = stripe.intent(customer=first)
    path = f"{INTENTS}/{intent.id}"
    assert stripe.post(path, customer=first).http == 200
    refused = stripe.post(path, customer=second)
    assert refused.refusal == (400, "invalid_request_error", None, "customer")


def test_a_refused_creation_embeds_no_intent_that_was_never_made(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    owned = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=customer)
    for confirm in (False, True):
        refused = stripe.intent(payment_method=owned.id, confirm=confirm)
        assert refused.error.code == "parameter_missing"
        assert "payment_intent" not in refused.error


def test_an_update_emits_no_event(stripe: Stripe) -> None:
    intent = stripe.intent()
    stripe.told()
    stripe.post(f"{INTENTS}/{intent.id}", amount=3000, metadata={"k": "v"})
    assert stripe.told() == []


def test_metadata_merges_and_empty_values_delete(stripe: Stripe) -> None:
    intent = stripe.intent(metadata={"a": "1", "b": "2"})
    path = f"{INTENTS}/{intent.id}"
    assert stripe.post(path, metadata={"a": "", "c": 3}).metadata == {"b": "2", "c": "3"}
    assert stripe.post(path, metadata="").metadata == {}
