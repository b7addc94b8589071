"""Time moves on when told to, and stops at everything that falls due."""

import pytest

from simulator import Account, SimulatorError
from simulator.control.spans import seconds_of
from simulator.tests.conftest import Receiver


def test_seven_days_pass_at_once(sim: Account) -> None:
    before = sim.clock.now()
    assert before + 7 * 86_400 <= sim.clock.advance("7d") <= before + 7 * 86_400 + 60


def test_a_frozen_clock_moves_only_when_told_to(sim: Account) -> None:
    stood = sim.clock.freeze()
    assert sim.clock.advance(60) == stood + 60
    assert sim.clock.now() == stood + 60
    assert sim.clock.thaw() >= stood + 60


def test_time_never_runs_backwards(sim: Account) -> None:
    with pytest.raises(SimulatorError, match="only moves forward"):
        sim.clock.advance_to(sim.clock.now() - 3600)
    with pytest.raises(SimulatorError, match="only moves forward"):
        sim.clock.advance(-1)


def test_an_authorization_expires_on_its_day(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url, events=["payment_intent.canceled"])
    params = {
        "amount": 1000,
        "currency": "usd",
        "capture_method": "manual",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "return_url": "https://example.com",
    }
    intent = sim.api("POST", "/v1/payment_intents", params)[1]
    sim.clock.advance("6d")
    assert receiver.got == []
    sim.clock.advance("2d")
    [got] = receiver.got
    assert got.event["data"]["object"]["id"] == intent["id"]
    assert abs(got.event["created"] - intent["created"] - 7 * 86_400) <= 5


def test_the_next_thing_due_is_named_and_can_be_gone_to(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    receiver.status = lambda _: 500
    sim.api("POST", "/v1/customers", {})
    sim.settle()
    due = sim.clock.view().next_due_at
    assert due is not None
    assert sim.clock.advance_to_next() >= due
    assert len(receiver.got) == 2


@pytest.mark.parametrize(
    ("span", "seconds"),
    [(90, 90), ("90", 90), ("90s", 90), ("7d", 604_800), ("1h30m", 5_400), ("1d 2h", 93_600)],
)
def test_spans_are_written_as_people_write_them(span: int | str, seconds: int) -> None:
    assert seconds_of(span) == seconds


@pytest.mark.parametrize("span", ["", "soon", "7 days", "-1d", "1.5h"])
def test_what_is_no_span_is_refused(span: str) -> None:
    with pytest.raises(ValueError, match="not a span"):
        seconds_of(span)
