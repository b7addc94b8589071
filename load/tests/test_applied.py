"""The applied lag, of made-up looks; against a real shop it is measured in test_load_runs."""

import json
import threading

import pytest

from load.applied import Told, Watch, paid_names, reckon, told
from load.swarm import Letter
from scenarios.driver import CannotSetUp, Unreachable
from scenarios.seen import Order, View


def letter(type: str, **thing: object) -> Letter:
    return Letter("evt_1", type, json.dumps({"data": {"object": thing}}))


def order(payment: str, *intents: str) -> Order:
    return Order("17", payment, payment, "usd", 100, intents, sessions=("cs_1",))  # type: ignore[arg-type]  # any of the states


PAYMENTS = (Told(frozenset({"pi_1"}), (0,)), Told(frozenset({"pi_2", "cs_2"}), (2, 1)))


def test_a_payment_is_told_by_its_intent_and_by_its_session_under_every_name() -> None:
    letters = (
        letter("charge.succeeded", id="ch_1", payment_intent="pi_1"),
        letter("payment_intent.succeeded", id="pi_1", metadata={"order_id": "17", "cart": "9"}),
        letter("checkout.session.completed", id="cs_1", payment_intent="pi_1", metadata=None),
        letter("payment_intent.succeeded", id="pi_2", metadata={}),
    )
    assert told(letters) == (
        Told(frozenset({"pi_1", "cs_1", "17"}), (1, 2)),
        Told(frozenset({"pi_2"}), (3,)),
    )


def test_only_what_the_shop_calls_paid_is_applied() -> None:
    assert paid_names([order("pending", "pi_1")]) == set()
    assert paid_names([order("paid", "pi_1"), order("refunded", "pi_2")]) == {
        "17", "cs_1", "pi_1", "pi_2",
    }  # fmt: skip


def test_the_lag_begins_when_the_first_event_was_due_and_ends_with_the_look_that_shows_it() -> None:
    due, phases = {0: 10.0, 1: 12.0, 2: 11.0}, {0: 0, 1: 1, 2: 1}
    applied = reckon(PAYMENTS, {0: 10.5, 1: 13.0}, [9.0, 10.5, 13.0], due, phases)
    assert (applied.lag.count, applied.never, applied.looks) == (2, 0, 3)
    assert applied.lag.max_ms == 2000
    assert {phase: lag.max_ms for phase, lag in applied.by_phase.items()} == {0: 500, 1: 2000}
    assert applied.apart_s == 2.5


def test_what_was_never_seen_paid_has_lasted_until_the_last_look() -> None:
    applied = reckon(PAYMENTS, {0: 10.5}, [9.0, 10.5, 41.0], {0: 10.0, 1: 11.0, 2: 11.0}, {})
    assert applied.never == 1
    assert applied.lag.max_ms == 30_000


def test_what_was_known_before_or_never_due_is_left_out() -> None:
    applied = reckon(PAYMENTS, {0: 9.0}, [9.0, 20.0], {0: 10.0}, {})
    assert (applied.lag.count, applied.never) == (0, 0)


def test_the_watch_sees_what_becomes_paid_and_then_looks_no_more() -> None:
    views = [View(()), View((order("paid", "pi_1"),)), View((order("paid", "pi_1", "pi_2"),))]
    with Watch(lambda: views.pop(0), PAYMENTS) as watch:
        watch._thread.join()
    assert watch.all_seen
    assert views == []
    assert len(watch.looked_at) == 3
    assert watch.seen_at[0] < watch.seen_at[1]


def test_the_last_look_is_taken_once_the_watch_is_over() -> None:
    shown: list[Order] = []
    with Watch(lambda: View(tuple(shown)), PAYMENTS) as watch:
        shown.append(order("paid", "pi_1"))
    assert list(watch.seen_at) == [0]


def test_a_shop_that_does_not_answer_under_load_is_asked_again() -> None:
    asked = 0
    answered = threading.Event()

    def look() -> View:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise Unreachable("view.orders")
        if asked == 3:
            answered.set()
        return View((order("paid", "pi_1"),))

    with Watch(look, PAYMENTS) as watch:
        assert answered.wait(30)
    assert len(watch.looked_at) == asked - 1


def test_a_shop_that_cannot_be_looked_at_to_begin_with_is_said() -> None:
    def look() -> View:
        raise CannotSetUp("no view")

    with pytest.raises(CannotSetUp, match="no view"), Watch(look, PAYMENTS):
        pass
