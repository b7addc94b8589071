"""Where and how often: plans over requests."""

import pytest

from simulator import Account
from simulator.faults.patterns import matches_request


def struck(sim: Account, count: int) -> list[int]:
    return [sim.api("POST", "/v1/customers", {})[0] for _ in range(count)]


def fail(sim: Account, **plan: object) -> None:
    sim.faults.add("server_error_before", on="POST /v1/customers", **plan)  # type: ignore[arg-type] # forwarded


def test_a_plan_strikes_once_unless_it_says_otherwise(sim: Account) -> None:
    fail(sim)
    assert struck(sim, 3) == [500, 200, 200]


def test_a_plan_strikes_as_often_as_it_says(sim: Account) -> None:
    fail(sim, times=2)
    assert struck(sim, 4) == [500, 500, 200, 200]


def test_a_plan_strikes_only_the_nth_call(sim: Account) -> None:
    fail(sim, nth=3)
    assert struck(sim, 5) == [200, 200, 500, 200, 200]


def test_a_plan_without_limit_strikes_until_it_is_removed(sim: Account) -> None:
    fail(sim, times=None)
    assert struck(sim, 3) == [500, 500, 500]
    [plan] = sim.faults.list()
    assert (plan.seen, plan.struck) == (3, 3)
    sim.faults.remove(plan.id)
    assert struck(sim, 1) == [200]


def test_a_plan_ends_when_its_time_is_over(sim: Account) -> None:
    fail(sim, times=None, until=sim.clock.now() + 60)
    assert struck(sim, 1) == [500]
    sim.clock.advance("2m")
    assert struck(sim, 1) == [200]


def test_chance_comes_from_the_seed(sim: Account) -> None:
    def run() -> list[int]:
        fail(sim, times=None, chance=0.5)
        return struck(sim, 20)

    first = run()
    sim.reset()
    assert run() == first
    assert set(first) == {200, 500}


def test_a_plan_can_be_for_one_object_key_or_metadata_value(sim: Account) -> None:
    ids = [sim.api("POST", "/v1/customers", {"metadata": {"n": n}})[1]["id"] for n in range(2)]

    def update(id: str, key: str = "k") -> int:
        return sim.api("POST", f"/v1/customers/{id}", {}, headers={"Idempotency-Key": key})[0]

    sim.faults.add("lock_timeout", object=ids[1])
    assert [update(ids[0]), update(ids[1])] == [200, 429]
    sim.faults.add("lock_timeout", metadata={"n": "0"})
    assert [update(ids[1], "l"), update(ids[0], "m")] == [200, 429]
    sim.faults.add("lock_timeout", idempotency_key="this")
    assert [update(ids[0], "that"), update(ids[0], "this")] == [200, 429]


@pytest.mark.parametrize(
    ("on", "method", "path", "expected"),
    [
        ("POST /v1/refunds", "POST", "/v1/refunds", True),
        ("POST /v1/refunds", "GET", "/v1/refunds", False),
        ("* /v1/refunds", "GET", "/v1/refunds", True),
        ("/v1/refunds", "GET", "/v1/refunds", True),
        ("*", "DELETE", "/v1/customers/cus_1", True),
        ("POST /v1/payment_intents/*/capture", "POST", "/v1/payment_intents/pi_1/capture", True),
        ("POST /v1/charges/{charge}/capture", "POST", "/v1/charges/ch_1/capture", True),
        ("POST /v1/payment_intents/*", "POST", "/v1/payment_intents/pi_1/capture", False),
        ("POST /v1/payment_intents/**", "POST", "/v1/payment_intents/pi_1/capture", True),
        ("POST /v1/payment_intents/pi_1", "POST", "/v1/payment_intents/pi_2", False),
        ("post /v1/refunds", "POST", "/v1/refunds", True),
    ],
)  # fmt: skip
def test_patterns_name_requests(on: str, method: str, path: str, expected: bool) -> None:
    assert matches_request(on, method, path) is expected
