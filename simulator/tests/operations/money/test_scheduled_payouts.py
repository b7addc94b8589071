"""Payouts by schedule: when they are made, and of which rows."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.resources.balance_settings import next_payout
from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.connecting import assert_balanced, connected, on

SETTINGS = "/v1/balance_settings"
PAYOUTS = "/v1/payouts"
ROWS = "/v1/balance_transactions"
DAY = 86_400
TODAY = NOW // DAY * DAY
"""The first second of Monday, 21 September 2026."""


def scheduled(stripe: Stripe, interval: str = "daily", **payouts: Any) -> None:
    schedule = {"interval": interval}
    assert (
        stripe.post(SETTINGS, payments={"payouts": {"schedule": schedule, **payouts}}).http == 200
    )


def earned(stripe: Stripe, **params: Any) -> int:
    """Money that is available at once, less its fee."""
    paid = stripe.paid("pm_card_bypassPending", capture_method="automatic", **params)
    [row] = stripe.get(ROWS, source=paid.latest_charge).data
    return int(row.net)


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ({"interval": "daily"}, 1),
        ({"interval": "weekly", "weekly_payout_days": ["monday"]}, 7),
        ({"interval": "weekly", "weekly_payout_days": ["monday", "thursday"]}, 3),
        ({"interval": "monthly", "monthly_payout_days": [1, 25]}, 4),
        ({"interval": "monthly", "monthly_payout_days": [31]}, 9),
        ({"interval": "manual"}, None),
    ],
)
def test_a_schedule_says_when_money_is_paid_out(schedule: dict[str, Any], days: int | None) -> None:
    assert next_payout(schedule, NOW) == (None if days is None else TODAY + days * DAY)


def test_what_is_available_is_paid_out_by_itself(stripe: Stripe) -> None:
    scheduled(stripe, statement_descriptor="SHOP")
    net = earned(stripe)
    pending = stripe.paid(capture_method="automatic")
    stripe.told()
    stripe.advance(days=1)
    [payout] = stripe.get(PAYOUTS).data
    assert (payout.amount, payout.automatic, payout.created) == (net, True, TODAY + DAY)
    assert (payout.description, payout.statement_descriptor) == ("STRIPE PAYOUT", "SHOP")
    assert stripe.get("/v1/balance").available[0].amount == 0
    stripe.advance(days=9)
    row = stripe.get(ROWS, source=pending.latest_charge).data[0]
    assert [each.amount for each in stripe.get(PAYOUTS).data] == [row.net, net]
    assert_balanced(stripe)


def test_an_automatic_payout_tells_of_which_rows_it_is_made(stripe: Stripe) -> None:
    scheduled(stripe)
    earned(stripe)
    refunded = stripe.paid("pm_card_bypassPending", capture_method="automatic")
    stripe.post("/v1/refunds", payment_intent=refunded.id, amount=500)
    stripe.advance(seconds=TODAY + DAY - NOW)
    [payout] = stripe.get(PAYOUTS).data
    assert payout.reconciliation_status == "in_progress"
    refused = stripe.get(ROWS, payout=payout.id)
    assert refused.refusal[:3] == (
        *(400, "invalid_request_error"),
        "payout_reconciliation_not_ready",
    )
    stripe.told()
    stripe.advance(minutes=60)
    assert stripe.types() == ["payout.reconciliation_completed"]
    rows = stripe.get(ROWS, payout=payout.id).data
    assert sorted(each.type for each in rows) == ["charge", "charge", "payout", "refund"]
    assert sum(each.net for each in rows) == 0
    assert [each.id for each in stripe.get(ROWS, payout=payout.id, type="payout").data] == [
        payout.balance_transaction
    ]
    earned(stripe)
    stripe.advance(days=2)
    later = stripe.get(PAYOUTS).data[0]
    rows = stripe.get(ROWS, payout=later.id).data
    assert sorted(each.type for each in rows) == ["charge", "payout"]


def test_what_is_to_stay_in_the_balance_is_held_back(stripe: Stripe) -> None:
    scheduled(stripe, minimum_balance_by_currency={"usd": 1000})
    first = earned(stripe)
    stripe.advance(days=1)
    assert stripe.get("/v1/balance").available[0].amount == 1000
    second = earned(stripe)
    stripe.advance(days=1)
    payouts = stripe.get(PAYOUTS).data
    assert [each.amount for each in payouts] == [second, first - 1000]
    stripe.advance(days=1)
    for payout in payouts:
        assert sum(each.net for each in stripe.get(ROWS, payout=payout.id).data) == 0
    assert_balanced(stripe)


def test_what_stays_in_the_balance_stays_once_of_all_its_parts(stripe: Stripe) -> None:
    card = earned(stripe)
    account = {
        "object": "bank_account", "country": "US", "currency": "usd",
        "account_number": "000123456789", "routing_number": "110000000",
        "account_holder_name": "Jo Example", "account_holder_type": "individual",
    }  # fmt: skip
    owner = stripe.post("/v1/customers").id
    kept = stripe.post(f"/v1/customers/{owner}/sources", source=account).id
    stripe.post(f"/v1/customers/{owner}/sources/{kept}/verify", amounts=[32, 45])
    debit = stripe.post("/v1/charges", amount=300, currency="usd", customer=owner).id
    stripe.advance(days=14)
    [row] = stripe.get(ROWS, source=debit).data
    scheduled(stripe, minimum_balance_by_currency={"usd": 1000})
    for _ in range(2):
        stripe.advance(days=1)
        assert stripe.get("/v1/balance").available[0].amount == 1000
    assert row.net < 1000 < card
    assert sum(each.amount for each in stripe.get(PAYOUTS).data) == card + row.net - 1000
    assert_balanced(stripe)


def test_nothing_is_paid_out_where_nobody_has_said_when(stripe: Stripe) -> None:
    net = earned(stripe)
    stripe.advance(days=3)
    assert stripe.get(PAYOUTS).data == []
    scheduled(stripe)
    scheduled(stripe, "manual")
    stripe.advance(days=3)
    assert stripe.get(PAYOUTS).data == []
    assert stripe.get("/v1/balance").available[0].amount == net


def test_an_automatic_payout_cannot_be_canceled(stripe: Stripe) -> None:
    scheduled(stripe)
    earned(stripe)
    stripe.advance(seconds=TODAY + DAY - NOW)
    [payout] = stripe.get(PAYOUTS).data
    assert payout.status == "pending"
    refused = stripe.post(f"{PAYOUTS}/{payout.id}/cancel")
    assert refused.refusal == (400, "invalid_request_error", None, None)


def test_what_comes_back_is_not_sent_to_the_same_account_again(stripe: Stripe) -> None:
    account = connected(stripe, external_account="btok_us_verified_noAccount")
    theirs = on(stripe, account)
    scheduled(theirs)
    net = earned(theirs)
    stripe.advance(days=5)
    theirs_later = theirs.get(PAYOUTS).data
    assert [each.status for each in theirs_later] == ["failed"]
    assert theirs.get("/v1/balance").available[0].amount == net
