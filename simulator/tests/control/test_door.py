"""Who may come in to the control API, and what a wrong call is told."""

from typing import Any

import pytest

from simulator import Account, Simulator
from simulator.tests.control.asking import ask


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_name_is_refused(sim: Account, host: str) -> None:
    assert ask(sim, "GET", "/_sim/clock", Host=host)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "shop.localhost", "[::1]:80"])
def test_this_machines_names_are_taken(sim: Account, host: str) -> None:
    assert ask(sim, "GET", "/_sim/clock", Host=host)[0] == 200


def test_a_change_from_another_origin_is_refused(sim: Account) -> None:
    foreign = ask(sim, "POST", "/_sim/clock/freeze", Origin="https://evil.example")
    assert foreign[0] == 403
    assert ask(sim, "POST", "/_sim/clock/freeze", Origin="null")[0] == 403
    assert ask(sim, "POST", "/_sim/clock/freeze", Origin=sim.url)[0] == 200


def test_a_form_is_not_taken_for_a_call(sim: Account) -> None:
    form = "application/x-www-form-urlencoded"
    assert ask(sim, "POST", "/_sim/clock/advance", b"by=60", Content_Type=form)[0] == 415


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/_sim/nothing", None, 404),
        ("DELETE", "/_sim/clock", None, 405),
        ("POST", "/_sim/clock/advance", b"{", 400),
        ("POST", "/_sim/clock/advance", {"by": [1]}, 400),
        ("POST", "/_sim/clock/advance", {"for": 1}, 400),
        ("POST", "/_sim/clock/advance", {}, 400),
        ("POST", "/_sim/clock/advance", b"[" * 100_000, 400),
        ("POST", "/_sim/clock/advance", {"by": 10**30}, 400),
        ("POST", "/_sim/holds", {"on": "POST /v1/refunds", "at": "noon"}, 400),
        ("POST", "/_sim/endpoints", {"url": "nowhere"}, 400),
        ("POST", "/_sim/deliveries/del_x/attempt", None, 404),
        ("DELETE", "/_sim/faults/fault_x", None, 404),
        ("POST", "/_sim/events/evt_x/duplicate", {}, 404),
        ("POST", "/_sim/checkout/cs_x/pay", {}, 404),
        ("POST", "/_sim/payment_intents/pi_x/authenticate", {}, 404),
    ],
)
def test_a_wrong_call_is_refused_in_one_shape(
    sim: Account, method: str, path: str, body: Any, status: int
) -> None:
    answered, answer = ask(sim, method, path, body)
    assert (answered, answer["error"]["type"]) == (status, "control_error")
    assert answer["error"]["message"]


def test_a_bad_key_is_refused_without_being_repeated(running: Simulator) -> None:
    status, answer = ask(running, "GET", "/_sim/clock", Authorization="Bearer hunter2secret")
    assert status == 401
    assert "hunter2" not in answer["error"]["message"]
