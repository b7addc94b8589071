"""The life cycle of a Dispute: every pair of status and move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, get_args

import pytest

from simulator.errors import StripeError
from simulator.resources import dispute
from simulator.resources.balance_transaction import row
from simulator.resources.dispute import Dispute, Evidence, EvidenceDetails

LEDGER_ROW = row(
    id="txn_1",
    amount=1,
    created=0,
    currency="usd",
    description=None,
    source="du_1",
    type="adjustment",
    reporting_category="dispute",
)


def a_dispute(status: Any) -> Dispute:
    return Dispute(
        id="du_1",
        amount=1000,
        charge="ch_1",
        created=0,
        currency="usd",
        evidence=Evidence(),
        evidence_details=EvidenceDetails(due_by=0),
        is_charge_refundable=False,
        livemode=False,
        payment_intent=None,
        reason="fraudulent",
        status=status,
    )


DISPUTE_MOVES: Mapping[str, Callable[[Dispute], Dispute]] = {
    "submitted": lambda found: dispute.submitted(found, 0),
    "accepted": dispute.accepted,
    "decided_for": lambda found: dispute.won(found, LEDGER_ROW),
    "decided_against": dispute.lost,
    "escalated": lambda found: dispute.escalated(found, LEDGER_ROW, {}, 0),
    "lapsed": dispute.lapsed,
}


def test_a_disputes_table_knows_every_status_and_every_move() -> None:
    assert set(dispute.LIFE_CYCLE) == set(get_args(dispute.Status))
    assert set(DISPUTE_MOVES) == set(get_args(dispute.Move))


@pytest.mark.parametrize(("status", "move"), list(product(dispute.LIFE_CYCLE, DISPUTE_MOVES)))
def test_a_dispute_moves_as_its_table_says_or_is_closed(status: Any, move: Any) -> None:
    leads_to = dispute.LIFE_CYCLE[status].get(move)
    if leads_to is None:
        with pytest.raises(StripeError, match="already closed"):
            DISPUTE_MOVES[move](a_dispute(status))
    else:
        assert DISPUTE_MOVES[move](a_dispute(status)).status == leads_to


@pytest.mark.parametrize("status", dispute.LIFE_CYCLE)
def test_evidence_is_taken_while_a_dispute_is_open(status: Any) -> None:
    if not dispute.is_open(a_dispute(status)):
        with pytest.raises(StripeError, match="already closed"):
            dispute.with_evidence(a_dispute(status), {"uncategorized_text": "hello"})
    else:
        after = dispute.with_evidence(a_dispute(status), {"uncategorized_text": "hello"})
        assert after.evidence.uncategorized_text == "hello"
        assert after.evidence_details.submission_count == 0
