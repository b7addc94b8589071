"""An account that nobody knows is verified by what arrived on it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments import bank_accounts
from simulator.tests.calls import CARDS_NAMED, Reply, Stripe
from simulator.tests.operations.payments.test_bank_methods import read

AGREED = {"customer_acceptance": {"type": "offline"}}


def unverified(stripe: Stripe, number: str = "000123456789") -> Reply:
    account = {
        "account_holder_type": "individual",
        "account_number": number,
        "routing_number": "110000000",
    }
    data = {
        "type": "us_bank_account",
        "us_bank_account": account,
        "billing_details": {"name": "Jo Example"},
    }
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency="usd",
        payment_method_types=["us_bank_account"],
        payment_method_data=data,
        mandate_data=AGREED,
        confirm=True,
    )


@pytest.mark.parametrize("right", [{"descriptor_code": "SM11AA"}, {"amounts": [32, 45]}])
def test_an_unknown_account_is_verified_by_what_arrived_on_it(
    stripe: Stripe, right: dict[str, Any]
) -> None:
    intent = unverified(stripe)
    assert intent.status == "requires_action"
    assert intent.next_action.type == "verify_with_microdeposits"
    verify = f"/v1/payment_intents/{intent.id}/verify_microdeposits"
    assert stripe.post(verify, **right).status == "processing"
    stripe.advance(seconds=bank_accounts.SOON)
    assert read(stripe, intent).status == "succeeded"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"descriptor_code": "SM99ZZ"}, "descriptor_code_mismatch"),
        ({"amounts": [1, 2]}, "amounts_mismatch"),
        ({"amounts": [32]}, "amounts_invalid"),
    ],
)
def test_a_wrong_answer_says_what_was_wrong(
    stripe: Stripe, wrong: dict[str, Any], code: str
) -> None:
    intent = unverified(stripe)
    refused = stripe.post(f"/v1/payment_intents/{intent.id}/verify_microdeposits", **wrong)
    assert refused.error.code == f"payment_method_microdeposit_verification_{code}"
    assert read(stripe, intent).status == "requires_action"


@pytest.mark.parametrize(
    ("wrong", "most"), [({"descriptor_code": "SM99ZZ"}, 10), ({"amounts": [1, 2]}, 3)]
)
def test_wrong_answers_are_counted_until_there_were_too_many(
    stripe: Stripe, wrong: dict[str, Any], most: int
) -> None:
    intent = unverified(stripe)
    path = f"/v1/payment_intents/{intent.id}/verify_microdeposits"
    for left in range(most - 1, 0, -1):
        said = stripe.post(path, **wrong).error.message
        assert said.endswith(f"You have {left} verification attempts remaining.")
    refused = stripe.post(path, **wrong)
    assert refused.error.message == "You have exceeded the number of allowed verification attempts."
    assert read(stripe, intent).status == "requires_payment_method"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"descriptor_code": "SM33CC"}, "attempts_exceeded"), ({"amounts": [40, 41]}, "timeout")],
)
def test_the_end_of_a_verification_wants_another_account(
    stripe: Stripe, wrong: dict[str, Any], code: str
) -> None:
    intent = unverified(stripe)
    refused = stripe.post(f"/v1/payment_intents/{intent.id}/verify_microdeposits", **wrong)
    assert refused.error.code == f"payment_method_microdeposit_verification_{code}"
    after = read(stripe, intent)
    assert (after.status, after.payment_method) == ("requires_payment_method", None)
    error = after.last_payment_error
    assert (error.code, error.message) == (refused.error.code, refused.error.message)
    assert error.payment_method.id == intent.payment_method
    assert stripe.get("/v1/events").data[0].type == "payment_intent.payment_failed"


def test_a_setup_ends_with_its_verification(stripe: Stripe) -> None:
    account = {"account_number": "000999999991", "routing_number": "110000000"}
    intent = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        payment_method_types=["us_bank_account"],
        payment_method_data={
            "type": "us_bank_account",
            "us_bank_account": account,
            "billing_details": {"name": "Jo Example"},
        },
        mandate_data=AGREED,
        confirm=True,
    )
    path = f"/v1/setup_intents/{intent.id}/verify_microdeposits"
    assert stripe.post(path, amounts=[10, 11]).http == 400
    after = stripe.get(f"/v1/setup_intents/{intent.id}")
    assert after.status == "requires_payment_method"
    code = "payment_method_microdeposit_verification_attempts_exceeded"
    assert after.last_setup_error.code == code
    [attempt] = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data
    assert (attempt.status, attempt.setup_error.code) == ("failed", code)
    assert stripe.get("/v1/events").data[0].type == "setup_intent.setup_failed"


def test_what_waits_for_no_microdeposit_cannot_be_verified(stripe: Stripe) -> None:
    intent = stripe.post("/v1/setup_intents")
    refused = stripe.post(f"/v1/setup_intents/{intent.id}/verify_microdeposits", amounts=[32, 45])
    assert refused.error.code == "intent_invalid_state"
    assert refused.error.message == (
        "This SetupIntent cannot be actioned on because it has a status of"
        " requires_payment_method. Only a SetupIntent with one of the following statuses may be"
        ' actioned on: ["requires_action"].'
    )
