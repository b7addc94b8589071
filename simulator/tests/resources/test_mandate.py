"""The Mandate's life cycle: every pair of status and move, the refused ones too."""

from __future__ import annotations

from typing import get_args

import pytest

from simulator.resources.mandate import LIFE_CYCLE, Mandate, Move, Status, moved
from simulator.resources.payment_method import by_type

ALLOWED = {
    ("pending", "agreed"): "active",
    ("pending", "refused"): "inactive",
    ("active", "refused"): "inactive",
    ("active", "revoked"): "inactive",
    ("active", "used"): "inactive",
}


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("move", get_args(Move))
def test_moves_lead_where_the_documentation_says_or_nowhere(status: Status, move: Move) -> None:
    assert LIFE_CYCLE[status].get(move) == ALLOWED.get((status, move))


@pytest.mark.parametrize(
    ("reason", "told"),
    [("debit_not_authorized", "debit_not_authorized"), ("insufficient_funds", None)],
)
def test_the_british_network_says_why_a_mandate_was_taken_back(
    reason: str, told: str | None
) -> None:
    network = {"network_status": "accepted", "revocation_reason": None}
    mandate = Mandate(
        id="mandate_1",
        customer_acceptance={"type": "offline"},
        livemode=False,
        payment_method="pm_1",
        payment_method_details=by_type("bacs_debit", network),
        type="multi_use",
    )
    after = moved(mandate, "revoked", reason)
    assert after.payment_method_details["bacs_debit"] == {
        "network_status": "revoked",
        "revocation_reason": told,
    }
