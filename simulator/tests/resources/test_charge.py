"""What happens to a Charge: captured, released, refunded, and back."""

from __future__ import annotations

import pytest

from simulator.resources import charge as states
from simulator.resources.charge import Charge
from simulator.resources.person import BillingDetails


def charge(*, captured: bool, amount_captured: int | None = None) -> Charge:
    taken = 2500 if captured else 0
    return Charge(
        id="ch_3",
        amount=2500,
        amount_captured=taken if amount_captured is None else amount_captured,
        billing_details=BillingDetails(),
        calculated_statement_descriptor="PAIDONCE",
        captured=captured,
        created=1_790_000_000,
        currency="usd",
        livemode=False,
        metadata={},
        outcome=None,
        paid=True,
        payment_method_details=None,
        status="succeeded",
    )


def test_a_capture_is_of_what_was_held() -> None:
    held = charge(captured=False)
    assert states.capturable(held) == 2500
    after = states.captured(held, 2000, "txn_3")
    assert (after.captured, after.amount_captured, after.amount_refunded) == (True, 2000, 0)
    assert states.capturable(after) == 0


def test_a_hold_that_is_let_go_counts_as_refunded() -> None:
    after = states.released(charge(captured=False))
    assert (after.captured, after.refunded, after.amount_refunded) == (False, True, 2500)
    assert states.capturable(after) == 0


def test_the_rest_of_a_capture_is_let_go_without_a_refund() -> None:
    after = states.released(charge(captured=False, amount_captured=1000))
    assert (after.captured, after.refunded, after.amount_refunded) == (True, False, 0)


@pytest.mark.parametrize(
    ("amounts", "total", "whole"),
    [((1000,), 1000, False), ((1000, 1500), 2500, True), ((2500, -2500), 0, False)],
)
def test_refunds_add_up(amounts: tuple[int, ...], total: int, whole: bool) -> None:
    after = charge(captured=True)
    for amount in amounts:
        after = states.refunded(after, amount)
    assert (after.amount_refunded, after.refunded) == (total, whole)


def test_of_a_partial_capture_the_captured_part_is_all() -> None:
    assert states.refunded(charge(captured=True, amount_captured=2000), 2000).refunded
