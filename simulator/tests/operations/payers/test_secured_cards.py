"""Test cards that ask their owner first."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.payers.test_test_cards import method_of

ON: dict[str, Any] = {}
OFF = {"off_session": True}


PASSES, CHALLENGES, NEEDS = "succeeded", "requires_action", "authentication_required"
SECURE = [
    # number, name, country, on-session, off-session
    ("4000002500003155", "authenticationRequiredOnSetup", "FR", CHALLENGES, NEEDS),
    ("4000002760003184", "authenticationRequired", "DE", CHALLENGES, NEEDS),
    ("4000003800000446", "authenticationRequiredSetupForOffSession", "IT", CHALLENGES, PASSES),
    ("4000008260003178", "authenticationRequiredChargeDeclinedInsufficientFunds", "GB",
     CHALLENGES, NEEDS),
    ("4000000000003220", "threeDSecure2Required", "IE", CHALLENGES, NEEDS),
    ("4000008400000027", None, "US", CHALLENGES, NEEDS),
    ("4000008400001629", "threeDSecureRequiredChargeDeclined", "US", CHALLENGES, NEEDS),
    ("4000000000003055", "threeDSecureOptional", "US", PASSES, PASSES),
    ("378282246310005", "amex_threeDSecureNotSupported", "US", PASSES, PASSES),
    ("4000000032200000", None, "US", PASSES, PASSES),
    ("4000003560000008", "in", "IN", PASSES, PASSES),
    ("4000003560000123", None, "IN", PASSES, PASSES),
    ("4000582600000094", None, "GB", CHALLENGES, NEEDS),
    ("4000582600000045", None, "GB", CHALLENGES, NEEDS),
    ("4000582600000102", None, "GB", CHALLENGES, NEEDS),
    ("4000582600000110", None, "GB", CHALLENGES, NEEDS),
]  # fmt: skip


@pytest.mark.parametrize("row", SECURE, ids=lambda row: row[0])
def test_a_secured_card_challenges_or_not(stripe: Stripe, row: tuple[Any, ...]) -> None:
    number, name, country, on_session, off_session = row
    for expected, given in ((on_session, ON), (off_session, OFF)):
        method = method_of(stripe, number)
        assert method.card.country == country
        for each in (method.id, *([f"pm_card_{name}"] if name else [])):
            answer = stripe.paid(each, **given)
            found = answer.status if answer.http == 200 else answer.error.code
            assert found == expected


def test_a_card_that_was_set_up_needs_no_challenge_off_session(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    for name, again in (("OnSetup", "succeeded"), ("", "authentication_required")):
        intent = stripe.paid(
            f"pm_card_authenticationRequired{name}",
            customer=customer,
            setup_future_usage="off_session",
        )
        stripe.challenge(intent, passed=True)
        answer = stripe.paid(intent.payment_method, customer=customer, off_session=True)
        assert (answer.status if answer.http == 200 else answer.error.code) == again


@pytest.mark.parametrize(
    ("name", "decline_code"),
    [
        ("authenticationRequiredChargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("threeDSecureRequiredChargeDeclined", "generic_decline"),
    ],
)
def test_a_passed_challenge_can_still_be_declined(
    stripe: Stripe, name: str, decline_code: str
) -> None:
    intent = stripe.paid(f"pm_card_{name}")
    stripe.challenge(intent, passed=True)
    after = stripe.get(f"/v1/payment_intents/{intent.id}")
    assert after.status == "requires_payment_method"
    assert after.last_payment_error.decline_code == decline_code
    assert stripe.charge_of(after).status == "failed"


def test_an_indian_card_challenges_when_it_is_set_up(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    answer = stripe.paid("pm_card_in", customer=customer, setup_future_usage="off_session")
    assert answer.status == "requires_action"


def test_a_canceled_mandate_refuses_off_session_payments(stripe: Stripe) -> None:
    refused = stripe.paid(method_of(stripe, "4000003560000263").id, off_session=True)
    code = "india_recurring_payment_mandate_canceled"
    assert refused.refusal == (402, "card_error", code, None)
    assert refused.error.message == "The provided mandate has been canceled by the card holder."
    assert not {"charge", "doc_url"} & set(refused.error)
