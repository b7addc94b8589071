"""The life cycle of what a reader does: every pair of status and end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from simulator.resources import terminal_reader as states
from simulator.resources.terminal_reader import Reader

ENDS: Mapping[str, Callable[[Reader], Reader]] = {
    "done": lambda reader: states.done(reader, 1),
    "broken_off": lambda reader: states.broken_off(reader, "card_declined", "No.", 1),
}


def a_reader(status: Any) -> Reader:
    reader = Reader(
        id="tmr_1",
        device_type="simulated_wisepos_e",
        label="Till",
        livemode=False,
        metadata={},
        serial_number="1",
    )
    begun = states.begun(reader, "process_payment_intent", {"payment_intent": "pi_1"}, 0)
    assert begun.action is not None
    return replace(begun, action=begun.action | {"status": status})


def test_the_table_knows_every_status_and_every_end() -> None:
    assert set(states.LIFE_CYCLE) == set(get_args(states.Status))
    assert set().union(*states.LIFE_CYCLE.values()) == ENDS.keys()


@pytest.mark.parametrize(("status", "end"), list(product(states.LIFE_CYCLE, ENDS)))
def test_an_action_ends_once(status: Any, end: str) -> None:
    reader = a_reader(status)
    to = states.LIFE_CYCLE[status].get(end)
    if to is None:
        with pytest.raises(AssertionError):
            ENDS[end](reader)
        return
    after = ENDS[end](reader)
    assert after.action is not None
    assert (after.action["status"], after.last_seen_at) == (to, 1000)
    assert states.about(after) == {"payment_intent": "pi_1"}
    assert states.doing(after) is None


def test_a_reader_that_is_reset_does_nothing() -> None:
    assert states.reset(a_reader("in_progress"), 2).action is None
