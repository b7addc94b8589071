"""The life cycle of a Payout: every pair of status and move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, get_args

import pytest

from simulator.errors import StripeError
from simulator.resources import payout
from simulator.resources.payout import Payout


def a_payout(status: Any) -> Payout:
    return Payout(
        id="po_1",
        amount=1000,
        arrival_date=0,
        balance_transaction="txn_1",
        created=0,
        currency="usd",
        destination="ba_1",
        livemode=False,
        metadata={},
        status=status,
    )


PAYOUT_MOVES: Mapping[str, Callable[[Payout], Payout]] = {
    "sent": payout.sent,
    "arrived": lambda found: payout.arrived(found, "1"),
    "returned": lambda found: payout.returned(found, "account_closed", "Closed.", "txn_2"),
    "canceled": lambda found: payout.canceled(found, "txn_2"),
}


def test_a_payouts_table_knows_every_status_and_every_move() -> None:
    assert set(payout.LIFE_CYCLE) == set(get_args(payout.Status))
    assert set(PAYOUT_MOVES) == set(get_args(payout.Move))


@pytest.mark.parametrize(("status", "move"), list(product(payout.LIFE_CYCLE, PAYOUT_MOVES)))
def test_a_payout_moves_as_its_table_says_or_not_at_all(status: Any, move: Any) -> None:
    leads_to = payout.LIFE_CYCLE[status].get(move)
    if leads_to is None:
        with pytest.raises((StripeError, KeyError)):
            PAYOUT_MOVES[move](a_payout(status))
    else:
        assert PAYOUT_MOVES[move](a_payout(status)).status == leads_to


@pytest.mark.parametrize("status", payout.LIFE_CYCLE)
def test_only_what_has_arrived_can_be_fetched_back(status: Any) -> None:
    if status == "paid":
        once = payout.reversed_by(a_payout(status), "po_2")
        assert once.reversed_by == "po_2"
        with pytest.raises(StripeError):
            payout.reversed_by(once, "po_3")
    else:
        with pytest.raises(StripeError):
            payout.reversed_by(a_payout(status), "po_2")
