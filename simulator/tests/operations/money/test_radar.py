"""Radar: what a card's bank warns of, and when there is nothing left to do about it."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Reply, Stripe

WARNINGS = "/v1/radar/early_fraud_warnings"
UPDATED = "radar.early_fraud_warning.updated"


def warned_of(stripe: Stripe) -> Reply:
    """A payment that its card's bank has warned of."""
    paid = stripe.paid("pm_card_createIssuerFraudRecord", capture_method="automatic")
    stripe.advance(seconds=1)
    return paid


def test_an_early_fraud_warning_follows(stripe: Stripe) -> None:
    paid = warned_of(stripe)
    event = stripe.told()[-1]
    assert event.type == "radar.early_fraud_warning.created"
    warning = event.data.object
    assert (warning.fraud_type, warning.actionable) == ("made_with_stolen_card", True)
    assert stripe.get(f"{WARNINGS}/{warning.id}").id == warning.id
    for given in ({"charge": paid.latest_charge}, {"payment_intent": paid.id}):
        assert [row.id for row in stripe.get(WARNINGS, **given).data] == [warning.id]


def test_a_full_refund_leaves_nothing_to_do_about_a_warning(stripe: Stripe) -> None:
    paid = warned_of(stripe)
    stripe.post("/v1/refunds", payment_intent=paid.id, amount=1000)
    [warning] = stripe.get(WARNINGS).data
    assert warning.actionable
    assert UPDATED not in stripe.types()
    stripe.post("/v1/refunds", payment_intent=paid.id)
    [warning] = stripe.get(WARNINGS).data
    assert not warning.actionable
    [event] = [event for event in stripe.told() if event.type == UPDATED]
    assert event.data.object == warning
    assert event.data.previous_attributes == {"actionable": True}


@pytest.mark.parametrize("name", ["charge", "payment_intent"])
def test_warnings_of_what_is_not_there_are_refused(stripe: Stripe, name: str) -> None:
    refused = stripe.get(WARNINGS, **{name: "x"})
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", name)
