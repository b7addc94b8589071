"""The PaymentIntent's life cycle: every pair of status and move, the refused ones too."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from simulator.errors import StripeError
from simulator.resources import payment_intent as states
from simulator.resources.payment_intent import LIFE_CYCLE, Move, PaymentIntent, Status

NOW = 1_790_000_000
PAIRS = [(status, move) for status in get_args(Status) for move in get_args(Move)]
ALLOWED = {
    ("requires_payment_method", "attached"): "requires_confirmation",
    ("requires_payment_method", "declined"): "requires_payment_method",
    ("requires_payment_method", "canceled"): "canceled",
    ("requires_confirmation", "attached"): "requires_confirmation",
    ("requires_confirmation", "challenged"): "requires_action",
    ("requires_confirmation", "authorized"): "requires_capture",
    ("requires_confirmation", "processed"): "processing",
    ("requires_confirmation", "paid"): "succeeded",
    ("requires_confirmation", "declined"): "requires_payment_method",
    ("requires_confirmation", "abandoned"): "requires_payment_method",
    ("requires_confirmation", "canceled"): "canceled",
    ("requires_action", "attached"): "requires_confirmation",
    ("requires_action", "challenged"): "requires_action",
    ("requires_action", "authorized"): "requires_capture",
    ("requires_action", "processed"): "processing",
    ("requires_action", "paid"): "succeeded",
    ("requires_action", "declined"): "requires_payment_method",
    ("requires_action", "returned"): "requires_confirmation",
    ("requires_action", "abandoned"): "requires_payment_method",
    ("requires_action", "canceled"): "canceled",
    ("processing", "authorized"): "requires_capture",
    ("processing", "paid"): "succeeded",
    ("processing", "declined"): "requires_payment_method",
    ("requires_capture", "captured"): "succeeded",
    ("requires_capture", "canceled"): "canceled",
}
MOVES: dict[Move, Callable[[PaymentIntent], PaymentIntent]] = {
    "attached": lambda intent: states.with_payment_method(intent, "pm_1"),
    "challenged": lambda intent: states.challenged(intent, {"type": "use_stripe_sdk"}),
    "authorized": lambda intent: states.authorized(intent, "ch_3"),
    "processed": lambda intent: states.processing(intent, "py_3"),
    "paid": lambda intent: states.paid(intent, "ch_3"),
    "declined": lambda intent: states.declined(intent, {"code": "card_declined"}, "ch_3"),
    "returned": states.returned,
    "abandoned": states.abandoned,
    "captured": lambda intent: states.captured(intent, intent.amount, final=True),
    "canceled": lambda intent: states.canceled(intent, NOW, "abandoned"),
}


def intent_in(status: Status) -> PaymentIntent:
    return PaymentIntent(
        id="pi_3",
        amount=2500,
        amount_capturable=2500 if status == "requires_capture" else 0,
        capture_method="automatic",
        client_secret="pi_3_secret_x",
        created=NOW,
        currency="usd",
        livemode=False,
        metadata={},
        next_action={"type": "use_stripe_sdk"} if status == "requires_action" else None,
        payment_method_types=["card"],
        status=status,
    )


@pytest.mark.parametrize(("status", "move"), PAIRS)
def test_a_move_leads_where_the_documentation_says_or_nowhere(status: Status, move: Move) -> None:
    intent = intent_in(status)
    expected = ALLOWED.get((status, move))
    if expected is None:
        with pytest.raises((AssertionError, StripeError)):
            MOVES[move](intent)
        return
    after = MOVES[move](intent)
    assert after.status == expected
    assert intent == intent_in(status)
    if move != "challenged":
        assert after.next_action is None


def test_every_status_is_in_the_table_and_every_move_leads_somewhere() -> None:
    assert set(LIFE_CYCLE) == set(get_args(Status))
    assert {move for moves in LIFE_CYCLE.values() for move in moves} == set(get_args(Move))


@pytest.mark.parametrize("status", ["succeeded", "canceled"])
def test_what_is_over_stays_over(status: Status) -> None:
    assert LIFE_CYCLE[status] == {}


def test_a_payment_takes_all_of_the_amount() -> None:
    after = states.paid(intent_in("requires_confirmation"), "ch_3")
    assert (after.amount_received, after.amount_capturable) == (2500, 0)


def test_an_authorization_takes_nothing_yet() -> None:
    after = states.authorized(intent_in("requires_confirmation"), "ch_3")
    assert (after.amount_received, after.amount_capturable) == (0, 2500)


def test_a_capture_that_is_not_final_leaves_the_rest_held() -> None:
    after = states.captured(intent_in("requires_capture"), 1000, final=False)
    assert (after.status, after.amount_capturable, after.amount_received) == (
        "requires_capture",
        1500,
        1000,
    )
    last = states.captured(after, 500, final=True)
    assert (last.status, last.amount_capturable, last.amount_received) == ("succeeded", 0, 1500)


def test_a_capture_of_all_is_final_whatever_was_said() -> None:
    after = states.captured(intent_in("requires_capture"), 2500, final=False)
    assert after.status == "succeeded"


def test_a_decline_lets_the_method_go() -> None:
    intent = states.with_payment_method(intent_in("requires_confirmation"), "pm_1")
    assert states.declined(intent, {"code": "x"}, None).payment_method is None


def test_a_cancelation_keeps_what_was_there() -> None:
    intent = states.with_payment_method(intent_in("requires_confirmation"), "pm_1")
    after = states.canceled(intent, NOW, None)
    assert (after.payment_method, after.canceled_at) == ("pm_1", NOW)
