"""A PaymentMethod on its own pays once; one that belongs to a Customer, as often as it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

CONSUMED = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer"
    " attachment, shared with a connected account without Customer attachment, or was detached from"
    " a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach"
    " it to a Customer first."
)


def new_method(stripe: Stripe, name: str = "visa") -> str:
    return str(stripe.get(f"/v1/payment_methods/pm_card_{name}").id)


def is_consumed(stripe: Stripe, method: str) -> bool:
    """Whether the next PaymentIntent that names it is refused, even unconfirmed."""
    answer = stripe.intent(payment_method=method)
    if answer.http == 200:
        return False
    assert answer.refusal == (400, "invalid_request_error", None, None)
    assert answer.error.message == CONSUMED
    assert set(answer.error) == {"message", "request_log_url", "type"}
    return True


def test_a_new_method_is_not_consumed(stripe: Stripe) -> None:
    assert not is_consumed(stripe, new_method(stripe))


def test_being_named_does_not_consume(stripe: Stripe) -> None:
    method = new_method(stripe)
    stripe.intent(payment_method=method)
    assert not is_consumed(stripe, method)


@pytest.mark.parametrize("card", ["visa", "chargeDeclined"])
@pytest.mark.parametrize("owner", [False, True])
def test_an_attempt_consumes_whether_it_works_or_not(
    stripe: Stripe, card: str, owner: bool
) -> None:
    method = new_method(stripe, card)
    given = {"customer": stripe.post("/v1/customers").id} if owner else {}
    stripe.paid(method, **given)
    assert is_consumed(stripe, method)


def test_a_wrong_postal_code_consumes_as_well(stripe: Stripe) -> None:
    method = stripe.post(
        "/v1/payment_methods",
        type="card",
        card={"token": "tok_avsZipFail"},
        billing_details={"address": {"postal_code": "12345"}},
    )
    refused = stripe.paid(method.id)
    assert refused.refusal == (402, "card_error", "incorrect_zip", "address_zip")
    assert is_consumed(stripe, method.id)


def test_the_intent_of_a_challenge_keeps_its_method(stripe: Stripe) -> None:
    method = new_method(stripe, "authenticationRequired")
    intent = stripe.paid(method)
    stripe.challenge(intent, passed=True)
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "succeeded"
    assert is_consumed(stripe, method)


def test_setup_future_usage_keeps_it(stripe: Stripe) -> None:
    owner = stripe.post("/v1/customers").id
    method = new_method(stripe)
    stripe.paid(method, customer=owner, setup_future_usage="off_session")
    for _ in range(3):
        assert stripe.paid(method, customer=owner).status == "succeeded"


@pytest.mark.parametrize(
    "given", [{"amount": 10}, {"customer": "cus_x"}, {"wat": 1}, {"cancellation_reason": "x"}]
)
def test_a_refusal_before_execution_does_not_consume(stripe: Stripe, given: dict[str, Any]) -> None:
    method = new_method(stripe)
    assert stripe.paid(method, **given).http == 400
    assert not is_consumed(stripe, method)


def test_an_attached_method_survives_declines(stripe: Stripe) -> None:
    owner = stripe.post("/v1/customers").id
    method = stripe.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", customer=owner)
    for _ in range(2):
        refused = stripe.paid(method.id, customer=owner)
        assert refused.refusal == (402, "card_error", "card_declined", None)


def test_a_detached_method_is_never_used_again(stripe: Stripe) -> None:
    owner = stripe.post("/v1/customers").id
    method = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=owner)
    stripe.post(f"/v1/payment_methods/{method.id}/detach")
    assert is_consumed(stripe, method.id)
    for refused in (
        stripe.post(f"/v1/payment_methods/{method.id}/attach", customer=owner),
        confirm(stripe, method.id),
    ):
        assert refused.refusal == (400, "invalid_request_error", None, None)
        assert refused.error.message == CONSUMED


def test_a_consumed_method_cannot_be_attached(stripe: Stripe) -> None:
    method = new_method(stripe)
    stripe.paid(method)
    owner = stripe.post("/v1/customers").id
    refused = stripe.post(f"/v1/payment_methods/{method}/attach", customer=owner)
    assert refused.error.message == CONSUMED


def test_the_refusal_at_confirmation_carries_no_intent(stripe: Stripe) -> None:
    method = new_method(stripe)
    stripe.paid(method)
    assert "payment_intent" not in confirm(stripe, method).error


def confirm(stripe: Stripe, method: str) -> Reply:
    path = f"/v1/payment_intents/{stripe.intent().id}/confirm"
    return stripe.post(path, payment_method=method)
