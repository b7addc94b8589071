"""Payment evaluations: how risky a payment is that somebody else is to take."""

from __future__ import annotations

import pytest

from simulator.tests.calls import NOW, Reply, Stripe


def evaluated(stripe: Stripe, method: str) -> Reply:
    return stripe.post(
        "/v1/radar/payment_evaluations",
        customer_details={"email": "jo@example.com"},
        payment_details={
            "amount": 2500,
            "currency": "usd",
            "payment_method_details": {"payment_method": method},
        },
    )


@pytest.mark.parametrize(
    ("card", "level", "action"),
    [
        ("pm_card_visa", "normal", "continue"),
        ("pm_card_riskLevelElevated", "elevated", "continue"),
        ("pm_card_riskLevelHighest", "highest", "block"),
    ],
)
def test_a_payment_is_as_risky_as_its_test_card(
    stripe: Stripe, card: str, level: str, action: str
) -> None:
    found = evaluated(stripe, card)
    signal = found.signals.fraudulent_payment
    assert (signal.risk_level, signal.evaluated_at) == (level, NOW)
    assert 0 <= signal.score <= 100
    assert (found.recommended_action, found.created_at) == (action, NOW)
    assert found.payment_details.amount == 2500
    assert found.payment_details.payment_method_details.payment_method.startswith("pm_1")
    assert found.customer_details.email == "jo@example.com"


def test_nothing_is_said_of_a_method_that_is_not_there(stripe: Stripe) -> None:
    refused = evaluated(stripe, "pm_x")
    path = "payment_details[payment_method_details][payment_method]"
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", path)
