"""Letting go of a hold, and the Refund that it left behind until basil.

Source: Stripe docs, "API changelog", 2025-03-31.basil.
"""

from typing import Any

import msgspec
import pytest

from simulator import ledger
from simulator.tests.calls import Stripe, things
from simulator.webhooks.bodies import event_as

INTENTS = "/v1/payment_intents"
OLD, BASIL = "2020-08-27", "2025-03-31.basil"


@pytest.fixture
def old(stripe: Stripe) -> Stripe:
    return stripe.at_version(OLD)


def refunds_of(stripe: Stripe, charge: str) -> Any:
    return stripe.get("/v1/refunds", charge=charge).data


def test_a_canceled_hold_counts_as_refunded_until_basil(old: Stripe) -> None:
    held = old.held()
    old.post(f"{INTENTS}/{held.id}/cancel", cancellation_reason="requested_by_customer")
    charge = old.get(f"/v1/charges/{held.latest_charge}")
    assert (charge.status, charge.captured, charge.refunded) == ("succeeded", False, True)
    assert (charge.amount_refunded, charge.balance_transaction) == (2500, None)
    [refund] = charge.refunds.data
    assert [refund] == refunds_of(old, charge.id)
    assert (refund.status, refund.balance_transaction) == ("succeeded", None)
    assert refund.reason == "requested_by_customer"


def test_what_runs_out_counts_as_refunded_in_an_account_of_old(stripe: Stripe) -> None:
    stripe.account.api_version = OLD
    held = stripe.held()
    stripe.told()
    stripe.advance(days=7)
    assert stripe.get(f"{INTENTS}/{held.id}").cancellation_reason == "automatic"
    assert stripe.get(f"/v1/charges/{held.latest_charge}").refunded is True
    [refund] = refunds_of(stripe, held.latest_charge)
    assert refund.reason == "expired_uncaptured_charge"
    assert stripe.types() == ["charge.expired", "payment_intent.canceled"]


def test_what_a_capture_leaves_over_is_refunded_until_basil(old: Stripe) -> None:
    held = old.held(amount=6500)
    old.told()
    old.post(f"{INTENTS}/{held.id}/capture", amount_to_capture=5000)
    assert old.types()[:2] == ["charge.captured", "charge.refunded"]
    charge = old.get(f"/v1/charges/{held.latest_charge}")
    assert (charge.amount_refunded, charge.refunded) == (1500, False)
    [rest] = charge.refunds.data
    assert (rest.amount, rest.status, rest.reason) == (1500, "succeeded", None)
    assert old.get(f"/v1/refunds/{rest.id}").body == rest
    assert refunds_of(old, charge.id) == [rest]


def test_what_was_captured_is_given_back_besides(old: Stripe) -> None:
    held = old.held(amount=6500)
    old.post(f"{INTENTS}/{held.id}/capture", amount_to_capture=5000)
    given_back = old.post("/v1/refunds", charge=held.latest_charge)
    assert given_back.amount == 5000
    charge = old.get(f"/v1/charges/{held.latest_charge}")
    assert (charge.amount_refunded, charge.refunded) == (6500, True)
    assert [refund.amount for refund in charge.refunds.data] == [5000, 1500]
    assert ledger.discrepancies(old.account.store, ledger.movements(old.account.store)) == []


def test_an_event_of_old_tells_of_the_rest_when_it_was_let_go(old: Stripe) -> None:
    held = old.held(amount=6500)
    old.post(f"{INTENTS}/{held.id}/capture", amount_to_capture=5000)
    shown = {}
    for event in old.account.events.values():
        if event.type.startswith("charge."):
            body = things(msgspec.to_builtins(event_as(old.account, event, OLD)))
            shown[event.type] = body.data
    assert shown["charge.succeeded"].object.refunds.data == []
    refunded = shown["charge.refunded"]
    assert (refunded.object.amount_refunded, refunded.object.refunds.total_count) == (1500, 1)
    assert refunded.previous_attributes.amount_refunded == 0


def test_a_charge_of_old_leaves_a_refund_as_well(old: Stripe) -> None:
    charge = old.post(
        "/v1/charges", amount=2000, currency="usd", source="tok_visa", capture=False
    ).id
    captured = old.post(f"/v1/charges/{charge}/capture", amount=1200)
    assert (captured.amount_refunded, captured.refunds.data[0].amount) == (800, 800)


@pytest.mark.parametrize("version", [BASIL, "2026-10-28.endive"])
def test_since_basil_nothing_is_refunded_that_was_not_taken(stripe: Stripe, version: str) -> None:
    newer = stripe.at_version(version)
    canceled, part = newer.held(amount=6500), newer.held(amount=6500)
    newer.told()
    newer.post(f"{INTENTS}/{canceled.id}/cancel")
    newer.post(f"{INTENTS}/{part.id}/capture", amount_to_capture=5000)
    assert "charge.refunded" not in newer.types()
    for intent, captured in ((canceled, 0), (part, 5000)):
        charge = newer.get(f"/v1/charges/{intent.latest_charge}")
        assert (charge.amount_captured, charge.amount_refunded) == (captured, 0)
        assert charge.refunded is False
        assert refunds_of(newer, charge.id) == []
    store = newer.account.store
    assert ledger.positions(ledger.movements(store))["usd"]["held"] == 0
    assert ledger.discrepancies(store, ledger.movements(store)) == []


def test_a_hold_that_ran_out_is_not_refunded(stripe: Stripe) -> None:
    charge = stripe.post(
        "/v1/charges", amount=2000, currency="usd", source="tok_visa", capture=False
    ).id
    stripe.advance(days=8)
    assert stripe.get(f"/v1/charges/{charge}").refunded is False
    assert stripe.post("/v1/refunds", charge=charge).error.code == "charge_already_refunded"
    assert stripe.post(f"/v1/charges/{charge}/capture").error.code == "charge_expired_for_capture"
