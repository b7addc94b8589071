"""The Refund's life cycle: every pair of status and news, the refused ones too."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec import UNSET

from simulator.resources import refund as states
from simulator.resources.refund import LIFE_CYCLE, Refund, Status

NEWS = ("answered", "arrived", "returned", "expired", "canceled")
ALLOWED = {
    ("pending", "arrived"): "succeeded",
    ("pending", "returned"): "failed",
    ("pending", "canceled"): "canceled",
    ("requires_action", "answered"): "pending",
    ("requires_action", "arrived"): "succeeded",
    ("requires_action", "expired"): "failed",
    ("requires_action", "canceled"): "canceled",
    ("succeeded", "returned"): "failed",
}


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("news", NEWS)
def test_news_lead_where_the_documentation_says_or_nowhere(status: Status, news: str) -> None:
    assert LIFE_CYCLE[status].get(news) == ALLOWED.get((status, news))


def refund_in(status: Status) -> Refund:
    return Refund(
        id="re_3",
        amount=1000,
        charge="ch_3",
        created=1_790_000_000,
        currency="usd",
        metadata={},
        payment_intent="pi_3",
        pending_reason="processing" if status == "pending" else UNSET,
        reason=None,
        status=status,
    )


def test_what_has_arrived_waits_for_nothing() -> None:
    after = states.arrived(refund_in("pending"))
    assert (after.status, after.pending_reason) == ("succeeded", UNSET)


def test_what_came_back_says_why() -> None:
    after = states.returned(refund_in("succeeded"), "declined", "txn_3")
    assert (after.status, after.failure_reason) == ("failed", "declined")
    assert after.failure_balance_transaction == "txn_3"


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_what_is_over_stays_over(status: Status) -> None:
    for move in (states.arrived, lambda refund: states.returned(refund, "declined", None)):
        with pytest.raises(KeyError):
            move(refund_in(status))
