"""The life cycle of a SetupIntent, and of its attempts: every pair of status and move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, get_args

import pytest

from simulator.errors import StripeError
from simulator.resources import setup_attempt, setup_intent
from simulator.resources.setup_attempt import SetupAttempt
from simulator.resources.setup_intent import SetupIntent


def a_setup(status: Any) -> SetupIntent:
    return SetupIntent(
        id="seti_1",
        client_secret="seti_1_secret_2",
        created=0,
        livemode=False,
        metadata={},
        payment_method="pm_1",
        payment_method_types=["card"],
        status=status,
    )


SETUP_MOVES: Mapping[str, Callable[[SetupIntent], SetupIntent]] = {
    "attached": lambda intent: setup_intent.with_payment_method(intent, "pm_2"),
    "unnamed": setup_intent.without_payment_method,
    "challenged": lambda intent: setup_intent.challenged(intent, {}, "setatt_1"),
    "set_up": lambda intent: setup_intent.succeeded(intent, "setatt_1"),
    "failed": lambda intent: setup_intent.failed(intent, {}, "setatt_1"),
    "canceled": lambda intent: setup_intent.canceled(intent, "abandoned"),
}


def test_a_setup_intents_table_knows_every_status_and_every_move() -> None:
    assert set(setup_intent.LIFE_CYCLE) == set(get_args(setup_intent.Status))
    assert set(SETUP_MOVES) == set(get_args(setup_intent.Move))


@pytest.mark.parametrize(("status", "move"), list(product(setup_intent.LIFE_CYCLE, SETUP_MOVES)))
def test_a_setup_intent_moves_as_its_table_says_or_not_at_all(status: Any, move: Any) -> None:
    leads_to = setup_intent.LIFE_CYCLE[status].get(move)
    if leads_to is None:
        with pytest.raises((StripeError, AssertionError)):
            SETUP_MOVES[move](a_setup(status))
    else:
        assert SETUP_MOVES[move](a_setup(status)).status == leads_to


@pytest.mark.parametrize("status", setup_intent.LIFE_CYCLE)
def test_only_a_setup_intent_that_waits_can_be_canceled(status: Any) -> None:
    waits = status.startswith("requires_")
    if waits:
        after = setup_intent.canceled(a_setup(status), "abandoned")
        assert (after.cancellation_reason, after.payment_method) == ("abandoned", "pm_1")
    else:
        with pytest.raises(StripeError):
            setup_intent.canceled(a_setup(status), None)


@pytest.mark.parametrize("status", setup_attempt.LIFE_CYCLE)
@pytest.mark.parametrize("end", ["challenged", "succeeded", "failed", "abandoned"])
def test_an_attempt_that_is_over_stays_as_it_is(status: Any, end: str) -> None:
    attempt = SetupAttempt(
        id="setatt_1",
        created=0,
        customer=None,
        livemode=False,
        payment_method="pm_1",
        payment_method_details={},
        setup_intent="seti_1",
        status=status,
        usage="off_session",
    )
    expected = setup_attempt.LIFE_CYCLE[status].get(end, status)
    assert setup_attempt.ended(attempt, end).status == expected
