"""3D Secure without a challenge: lookups that fail, and what a charge tells of the others."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe
from simulator.tests.operations.payers.test_test_cards import method_of

FAILING = "pm_card_threeDSecureRequiredProcessingError"


def asked(stripe: Stripe, method: str, **params: Any) -> Reply:
    """A payment for which 3D Secure was asked."""
    options = {"card": {"request_three_d_secure": "any"}}
    return stripe.paid(method, payment_method_options=options, **params)


def secure(stripe: Stripe, intent: Reply) -> Any:
    return stripe.charge_of(intent).payment_method_details.card.three_d_secure


def test_a_lookup_that_fails_is_a_decline(stripe: Stripe) -> None:
    refused = stripe.paid(FAILING)
    assert refused.refusal[:3] == (402, "card_error", "card_declined")


def test_what_cannot_be_authenticated_is_not_set_up(stripe: Stripe) -> None:
    refused = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents", payment_method=FAILING, payment_method_types=["card"], confirm=True
    )
    assert refused.refusal[:3] == (402, "card_error", "card_declined")
    assert refused.error.setup_intent.status == "requires_payment_method"


def test_attaching_asks_nobody_to_authenticate(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    for name in (FAILING, "pm_card_authenticationRequired"):
        assert stripe.post(f"/v1/payment_methods/{name}/attach", customer=customer).http == 200


@pytest.mark.parametrize(
    ("number", "result", "flow", "indicator"),
    [
        ("4242424242424242", "attempt_acknowledged", None, "06"),
        ("4000000032200000", "authenticated", "frictionless", "05"),
        ("4000000000003097", "processing_error", None, None),
    ],
)
def test_a_charge_tells_what_came_of_asking(
    stripe: Stripe, number: str, result: str, flow: str | None, indicator: str | None
) -> None:
    paid = asked(stripe, method_of(stripe, number).id)
    assert paid.status == "succeeded"
    told = secure(stripe, paid)
    assert (told.result, told.authentication_flow) == (result, flow)
    assert told.electronic_commerce_indicator == indicator
    assert list(told) == sorted(told)
    assert secure(stripe, stripe.paid(method_of(stripe, number).id)) is None


def test_nobody_is_asked_where_the_shopper_is_not_there(stripe: Stripe) -> None:
    assert secure(stripe, asked(stripe, "pm_card_visa", off_session=True)) is None


def test_one_card_knows_no_3d_secure(stripe: Stripe) -> None:
    never = "pm_card_amex_threeDSecureNotSupported"
    for name, supported in ((never, False), ("pm_card_amex", True)):
        usage = stripe.get(f"/v1/payment_methods/{name}").card.three_d_secure_usage
        assert usage == {"supported": supported}
    assert secure(stripe, asked(stripe, never)) is None


def test_a_risk_may_be_challenged_without_being_asked_to(stripe: Stripe) -> None:
    name = "pm_card_adaptive3dsChallenge"
    assert stripe.paid(name).status == "requires_action"
    assert stripe.paid(name, off_session=True).status == "succeeded"
