"""The ledger always balances, whatever was done."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Account, Simulator

PAY: dict[str, Any] = {
    "amount": 1000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "confirm": True,
    "return_url": "https://example.com",
}


def test_money_is_held_captured_released_and_given_back(sim: Account) -> None:
    intent = sim.api("POST", "/v1/payment_intents", {**PAY, "capture_method": "manual"})[1]["id"]
    assert sim.ledger().positions["usd"] == {"held": 1000, "shoppers": -1000}
    sim.api("POST", f"/v1/payment_intents/{intent}/capture", {"amount_to_capture": 700})
    ledger = sim.ledger()
    fee = ledger.balance_transactions[0]["fee"]
    assert ledger.positions["usd"] == {
        "balance": 700 - fee,
        "fees": fee,
        "held": 0,
        "in_transit": 0,
        "shoppers": -700,
    }
    sim.api("POST", "/v1/refunds", {"payment_intent": intent, "amount": 200})
    ledger = sim.ledger()
    assert ledger.positions["usd"]["shoppers"] == -500
    totals = ledger.totals["usd"]
    assert (totals.authorized, totals.captured, totals.released) == (1000, 700, 300)
    assert (totals.refunded, totals.disputed, totals.fees) == (200, 0, fee)
    assert ledger.discrepancies == []


def test_a_canceled_authorization_is_released(sim: Account) -> None:
    intent = sim.api("POST", "/v1/payment_intents", {**PAY, "capture_method": "manual"})[1]["id"]
    sim.api("POST", f"/v1/payment_intents/{intent}/cancel")
    assert sim.ledger().positions["usd"] == {"held": 0, "shoppers": 0}
    assert sim.ledger().discrepancies == []


def test_money_captured_asynchronously_is_in_transit_for_a_while(sim: Account) -> None:
    sim.clock.freeze()
    sim.api("POST", "/v1/payment_intents", {**PAY, "capture_method": "automatic_async"})
    before = sim.ledger()
    sim.clock.advance("1d")
    after = sim.ledger()
    assert before.positions["usd"]["in_transit"] == 1000
    assert after.positions["usd"]["in_transit"] == 0
    assert before.discrepancies == after.discrepancies == []


def test_a_dispute_takes_the_money_back(sim: Account) -> None:
    sim.api("POST", "/v1/payment_intents", {**PAY, "payment_method": "pm_card_createDispute"})
    sim.clock.advance("1d")
    ledger = sim.ledger()
    assert ledger.positions["usd"]["disputed"] == 1000
    assert ledger.totals["usd"].disputed == 1000
    assert ledger.discrepancies == []


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            ["pay", "hold", "async", "decline", "capture", "cancel", "refund", "wait", "dispute"]
        ),
        st.integers(0, 4),
        st.integers(1, 1200),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("seed", [0])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(deeds=DEEDS)
def test_it_balances_whatever_is_done(
    running: Simulator, seed: int, deeds: list[tuple[str, int, int]]
) -> None:
    sim = running.account(f"sk_test_balances_{seed}")
    sim.reset()
    intents: list[str] = []
    methods = {"pay": "automatic", "hold": "manual", "async": "automatic_async"}
    for deed, which, amount in deeds:
        if deed in methods:
            given = {**PAY, "amount": amount + 100, "capture_method": methods[deed]}
            intents.append(sim.api("POST", "/v1/payment_intents", given)[1]["id"])
        elif deed == "dispute":
            given = {**PAY, "payment_method": "pm_card_createDispute"}
            intents.append(sim.api("POST", "/v1/payment_intents", given)[1]["id"])
        elif deed == "decline":
            sim.api(
                "POST",
                "/v1/payment_intents",
                {**PAY, "payment_method": "pm_card_visa_chargeDeclined"},
            )
        elif deed == "wait":
            sim.clock.advance(amount * 600)
        elif intents:
            id = intents[which % len(intents)]
            if deed == "refund":
                sim.api("POST", "/v1/refunds", {"payment_intent": id, "amount": amount})
            elif deed == "capture":
                sim.api("POST", f"/v1/payment_intents/{id}/capture", {"amount_to_capture": amount})
            else:
                sim.api("POST", f"/v1/payment_intents/{id}/cancel")
        assert sim.ledger().discrepancies == []
    for amounts in sim.ledger().positions.values():
        assert sum(amounts.values()) == 0
