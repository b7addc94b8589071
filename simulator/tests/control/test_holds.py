"""Races are arranged: requests and deliveries wait until they are let go, in a chosen order."""

import http.client
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator import Account, NotQuiet, SimulatorError
from simulator.tests.conftest import Receiver

CREATE = "POST /v1/customers"


def create(sim: Account, name: str) -> str:
    return str(sim.api("POST", "/v1/customers", {"name": name})[1]["name"])


def names(sim: Account) -> list[str]:
    return [row["name"] for row in reversed(sim.api("GET", "/v1/customers")[1]["data"])]


def test_requests_held_on_arrival_are_done_in_the_order_of_their_release(sim: Account) -> None:
    sim.holds.add(on=CREATE, times=2)
    with ThreadPoolExecutor() as pool:
        one = pool.submit(create, sim, "one")
        [first] = sim.holds.wait(1)
        two = pool.submit(create, sim, "two")
        [_, second] = sim.holds.wait(2)
        assert (first.params, second.params) == ({"name": "one"}, {"name": "two"})
        assert first.what == CREATE
        assert names(sim) == []
        sim.holds.release(second)
        assert two.result() == "two"
        sim.holds.release(first)
        assert one.result() == "one"
    assert names(sim) == ["two", "one"]


def test_a_request_held_before_its_answer_is_done(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.holds.add(on=CREATE, at="answer")
    with ThreadPoolExecutor() as pool:
        held = pool.submit(create, sim, "one")
        sim.holds.wait()
        assert names(sim) == ["one"]
        with pytest.raises(NotQuiet, match=r"held_\d+ holds POST /v1/customers \(answer\)"):
            sim.settle(timeout=0.2)
        assert receiver.types == ["customer.created"], "the event overtook the answer"
        sim.holds.release()
        assert held.result() == "one"


def test_a_delivery_is_held_until_it_is_released(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url)
    sim.holds.add(on="customer.*", at="delivery")
    create(sim, "one")
    [held] = sim.holds.wait()
    assert (held.what, receiver.got) == ("customer.created", [])
    sim.holds.release(held)
    sim.settle()
    assert receiver.types == ["customer.created"]


def test_what_was_delivered_is_not_noted_until_it_is_released(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url)
    sim.holds.add(on="customer.*", at="delivered")
    create(sim, "one")
    sim.holds.wait()
    assert receiver.types == ["customer.created"]
    assert sim.events.list()[0]["pending_webhooks"] == 1
    sim.holds.release()
    sim.settle()
    assert sim.events.list()[0]["pending_webhooks"] == 0


def test_what_is_held_can_be_released_with_a_fault(sim: Account) -> None:
    sim.holds.add(on=CREATE)
    with ThreadPoolExecutor() as pool:
        held = pool.submit(create, sim, "one")
        sim.holds.wait()
        sim.holds.release(fault="lost_answer")
        with pytest.raises(http.client.HTTPException):
            held.result()
    assert names(sim) == ["one"]
    assert sim.requests()[0].faults == ["lost_answer"]


def test_nothing_is_held_longer_than_its_limit(sim: Account) -> None:
    sim.holds.add(on=CREATE, limit_ms=1)
    assert create(sim, "one") == "one"


def test_removing_a_hold_point_lets_go_what_it_holds(sim: Account) -> None:
    point = sim.holds.add(on=CREATE)
    with ThreadPoolExecutor() as pool:
        held = pool.submit(create, sim, "one")
        sim.holds.wait()
        sim.holds.remove(point.id)
        assert held.result() == "one"
    assert sim.holds.list() == []


def test_a_hold_can_be_for_one_object_alone(sim: Account) -> None:
    ids = [sim.api("POST", "/v1/customers", {})[1]["id"] for _ in range(2)]
    sim.holds.add(on="POST /v1/customers/*", object=ids[1])
    assert sim.api("POST", f"/v1/customers/{ids[0]}", {})[0] == 200
    with ThreadPoolExecutor() as pool:
        held = pool.submit(sim.api, "POST", f"/v1/customers/{ids[1]}", {})
        assert sim.holds.wait()[0].objects == (ids[1],)
        sim.holds.release()
        assert held.result()[0] == 200


def test_waiting_in_vain_says_how_many_are_held(sim: Account) -> None:
    with pytest.raises(NotQuiet, match="0 held after"):
        sim.holds.wait(timeout=0.01)


def test_releasing_what_is_not_held_is_refused(sim: Account) -> None:
    with pytest.raises(SimulatorError, match="no held thing 'held_99'"):
        sim.holds.release("held_99")
