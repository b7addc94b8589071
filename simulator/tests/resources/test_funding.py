"""Every move of a funding, from every status."""

from __future__ import annotations

from typing import get_args

import pytest

from simulator.resources.funding import LIFE_CYCLE, Funding, Move, Status, applied, unapplied

ALLOWED = {
    ("unfunded", "topped_up"): "partly_funded",
    ("unfunded", "completed"): "funded",
    ("partly_funded", "topped_up"): "partly_funded",
    ("partly_funded", "completed"): "funded",
    ("partly_funded", "unapplied"): "unfunded",
}
BARE = Funding(id="pi_1", reference=None, page="", since=0)


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("move", get_args(Move))
def test_every_move_leads_where_the_reference_says(status: Status, move: Move) -> None:
    assert LIFE_CYCLE[status].get(move) == ALLOWED.get((status, move))


def test_cash_is_applied_until_all_that_is_due_is_there() -> None:
    part = applied(BARE, 4, due=10)
    assert (part.applied, part.status) == (4, "partly_funded")
    whole = applied(part, 6, due=10)
    assert (whole.applied, whole.status) == (10, "funded")


def test_what_went_back_is_applied_no_more() -> None:
    back = unapplied(applied(BARE, 4, due=10))
    assert (back.applied, back.status) == (0, "unfunded")


def test_no_more_is_applied_than_is_due() -> None:
    with pytest.raises(AssertionError):
        applied(BARE, 11, due=10)
