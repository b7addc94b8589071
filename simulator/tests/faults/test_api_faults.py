"""Each fault of an API request, seen from the client; and whether the work was done."""

import http.client
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator import Account, SimulatorError
from simulator.faults.every import FAULTS

CREATE = "POST /v1/customers"


def customers(sim: Account) -> int:
    return len(sim.api("GET", "/v1/customers", {"limit": 100})[1]["data"])


def create(sim: Account, key: str | None = None) -> tuple[int, dict[str, object]]:
    headers = {"Idempotency-Key": key} if key else {}
    return sim.api("POST", "/v1/customers", {"email": "a@example.com"}, headers=headers)


@pytest.mark.parametrize(
    ("fault", "done"),
    [("lost_request", 0), ("lost_answer", 1), ("connection_reset", 0), ("truncated_answer", 1)],
)
def test_a_cut_connection_leaves_the_client_in_doubt(sim: Account, fault: str, done: int) -> None:
    sim.faults.add(fault, on=CREATE)
    with pytest.raises((http.client.HTTPException, OSError)):
        create(sim)
    assert customers(sim) == done


def test_a_retry_after_a_lost_answer_is_given_the_first_answer(sim: Account) -> None:
    sim.faults.add("lost_answer", on=CREATE)
    with pytest.raises(http.client.HTTPException):
        create(sim, "k")
    status, again = create(sim, "k")
    assert status == 200
    assert customers(sim) == 1
    assert [request.replayed for request in sim.requests()][:2] == [False, True]
    assert again["email"] == "a@example.com"


def test_a_retry_after_a_lost_request_does_the_work(sim: Account) -> None:
    sim.faults.add("lost_request", on=CREATE)
    with pytest.raises(http.client.HTTPException):
        create(sim, "k")
    assert create(sim, "k")[0] == 200
    assert customers(sim) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(("when", "done"), [("before", 0), ("after", 1)])
def test_a_server_error_strikes_before_the_work_or_after_it(
    sim: Account, status: int, when: str, done: int
) -> None:
    sim.faults.add(f"server_error_{when}", on=CREATE, status=status)
    answered, body = create(sim, "k")
    assert (answered, body["error"]["type"]) == (status, "api_error")  # type: ignore[index] # JSON
    assert customers(sim) == done
    assert create(sim, "k")[0] == 200
    assert customers(sim) == 1


def test_a_remembered_server_error_comes_again_under_its_key(sim: Account) -> None:
    sim.faults.add("server_error_after", on=CREATE, remembered=True)
    assert [create(sim, "k")[0], create(sim, "k")[0], create(sim, "other")[0]] == [500, 500, 200]
    assert customers(sim) == 2


def test_a_rate_limit_gives_its_reason(sim: Account) -> None:
    sim.faults.add("rate_limit", on=CREATE, reason="endpoint-rate")
    status, body = create(sim)
    assert (status, body["error"]["code"]) == (429, "rate_limit")  # type: ignore[index] # JSON
    assert customers(sim) == 0


def test_a_malformed_answer_was_done_all_the_same(sim: Account) -> None:
    sim.faults.add("malformed_answer", on=CREATE)
    with pytest.raises(ValueError, match="JSON is malformed"):
        create(sim)
    assert customers(sim) == 1


def test_the_next_charge_is_declined_with_the_code_that_was_planned(sim: Account) -> None:
    sim.faults.add("decline", code="insufficient_funds")
    assert create(sim)[0] == 200, "a request that charges nothing is let pass"
    params = {
        "amount": 1000,
        "currency": "usd",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "return_url": "https://example.com",
    }
    status, body = sim.api("POST", "/v1/payment_intents", params)
    assert (status, body["error"]["decline_code"]) == (402, "insufficient_funds")
    assert sim.api("POST", "/v1/payment_intents", params)[1]["status"] == "succeeded"


def test_what_works_slowly_keeps_its_object_from_others(sim: Account) -> None:
    id = str(create(sim)[1]["id"])
    sim.holds.add(on="POST /v1/customers/*", at="work")
    with ThreadPoolExecutor() as pool:
        first = pool.submit(sim.api, "POST", f"/v1/customers/{id}", {"name": "first"})
        sim.holds.wait()
        status, body = sim.api("POST", f"/v1/customers/{id}", {"name": "second"})
        assert (status, body["error"]["code"]) == (429, "lock_timeout")
        assert sim.api("GET", f"/v1/customers/{id}")[0] == 200, "reading is always allowed"
        assert create(sim)[0] == 200, "other objects are free"
        sim.holds.release()
        assert first.result()[1]["name"] == "first"
    assert sim.api("POST", f"/v1/customers/{id}", {"name": "third"})[1]["name"] == "third"


def test_a_key_is_in_use_while_its_first_request_works(sim: Account) -> None:
    sim.holds.add(on=CREATE, at="work")
    with ThreadPoolExecutor() as pool:
        first = pool.submit(create, sim, "k")
        sim.holds.wait()
        status, body = create(sim, "k")
        assert (status, body["error"]["code"]) == (409, "idempotency_key_in_use")  # type: ignore[index] # JSON
        sim.holds.release()
        assert first.result()[0] == 200
    assert create(sim, "k")[0] == 200
    assert customers(sim) == 1


def test_slow_faults_let_the_work_be_done(sim: Account) -> None:
    sim.faults.add("slow_before", on=CREATE, delay_ms=5)
    sim.faults.add("slow_after", on=CREATE, delay_ms=5)
    assert create(sim)[0] == 200
    assert sim.requests()[-1].faults == ["slow_before", "slow_after"]


def test_every_fault_tells_its_story_and_when_it_strikes(sim: Account) -> None:
    kinds = {kind.type: kind for kind in sim.faults.types()}
    assert kinds.keys() == FAULTS.keys()
    assert [kind.type for kind in kinds.values() if len(kind.story) < 20] == []


@pytest.mark.parametrize(
    ("type", "given", "says"),
    [
        ("no_such", {}, "no fault 'no_such'; there are"),
        ("lost_answer", {"on": "PAY /v1/charges"}, "none of GET, POST, DELETE"),
        ("lost_answer", {"on": "POST charges"}, "does not begin with /v1/"),
        ("duplicate", {"on": "POST /v1/charges"}, "does not name events"),
        ("lost_answer", {"wrong": 1}, "wrong"),
        ("server_error_before", {"status": 418}, "status"),
        ("decline", {"code": "because"}, "no decline code 'because'"),
        ("lost_answer", {"chance": 2.0}, "chance"),
        ("lost_answer", {"times": 0}, "times"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_and_says_why(
    sim: Account, type: str, given: dict[str, object], says: str
) -> None:
    with pytest.raises(SimulatorError, match=says):
        sim.faults.add(type, **given)  # type: ignore[arg-type] # wrong on purpose
    assert sim.faults.list() == []
