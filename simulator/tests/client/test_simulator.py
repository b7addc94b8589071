"""A simulator in Python: started here or joined, alone or with twenty accounts."""

import statistics
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest

from simulator import Account, NotQuiet, Simulator, SimulatorError
from simulator.tests.conftest import Receiver


def test_a_simulator_that_is_joined_is_the_one_that_was_started(running: Simulator) -> None:
    joined = Simulator.at(running.url, "sk_test_joined")
    joined.api("POST", "/v1/customers", {"name": "Jenny"})
    seen = running.account("sk_test_joined").api("GET", "/v1/customers")[1]["data"]
    assert [customer["name"] for customer in seen] == ["Jenny"]
    joined.close()


def test_who_only_joins_imports_neither_a_server_nor_what_it_does() -> None:
    code = (
        "import sys, simulator;"
        "heavy = ('aiohttp', 'simulator.server', 'simulator.operations', 'simulator.catalogue');"
        "sys.exit(', '.join(name for name in sys.modules if name.startswith(heavy)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_it_answers_soon_after_it_is_started() -> None:
    took = []
    for _ in range(5):
        began = perf_counter()
        with Simulator() as sim:
            sim.clock.now()
            took.append(perf_counter() - began)
    assert statistics.median(took) < 0.5  # Ten times what it takes: others run beside it.


def test_it_listens_where_it_is_told_to_and_says_that_the_port_is_taken() -> None:
    with Simulator() as some:
        port = int(some.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Simulator(port=port)
    with Simulator(port=port) as sim:
        assert sim.url == f"http://127.0.0.1:{port}"


def test_nothing_is_left_when_it_is_closed() -> None:
    before = threading.active_count()
    with Simulator() as sim:
        sim.endpoints.add("http://127.0.0.1:9/")
        sim.api("POST", "/v1/customers", {})
        url = sim.url
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        Simulator.at(url).clock.now()


def test_the_sdk_can_be_pointed_at_it(sim: Account) -> None:
    intent = sim.stripe.v1.payment_intents.create({"amount": 1000, "currency": "usd"})
    assert sim.stripe.v1.payment_intents.retrieve(intent.id).amount == 1000


def test_the_journal_tells_the_shop_from_the_harness(sim: Account) -> None:
    sim.stripe.v1.customers.create({"name": "Jenny"})
    sim.api("GET", "/v1/customers")
    requests = sim.requests()
    assert [request.caller for request in requests] == ["shop", "harness"]
    assert requests[0].params == {"name": "Jenny"}
    assert requests[0].events == [event["id"] for event in sim.events.list()]


def test_the_journal_can_be_read_from_a_place_on(sim: Account) -> None:
    sim.api("GET", "/v1/customers")
    [first] = sim.requests()
    sim.api("GET", "/v1/balance")
    later = sim.journal(after=first.order)
    assert [request.path for request in later.data] == ["/v1/balance"]
    assert (later.dropped, later.forgotten) == (0, 0)


def test_settling_says_what_is_not_quiet(sim: Account) -> None:
    sim.holds.add(on="POST /v1/customers")
    with ThreadPoolExecutor() as pool:
        held = pool.submit(sim.api, "POST", "/v1/customers", {})
        sim.holds.wait()
        with pytest.raises(NotQuiet, match="holds POST /v1/customers"):
            sim.settle(timeout=0.05)
        sim.holds.release()
        held.result()
    sim.settle()


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not the address of a simulator"):
        Simulator.at("localhost:12111")


def test_twenty_accounts_at_once_never_see_each_other(
    running: Simulator, receiver: Receiver
) -> None:
    def live(number: int) -> Account:
        sim = running.account(f"sk_test_twenty_{number}")
        sim.endpoints.add(f"{receiver.url}/{number}")
        sim.clock.freeze()
        sim.clock.advance(number * 3600)
        if number % 2:
            sim.faults.add("lock_timeout", on="POST /v1/customers", nth=2)
            sim.holds.add(on="POST /v1/refunds")
        for _ in range(5):
            sim.api("POST", "/v1/customers", {"name": str(number)})
        sim.settle()
        return sim

    with ThreadPoolExecutor(20) as pool:
        accounts = list(pool.map(live, range(20)))
    times = [sim.clock.now() for sim in accounts]
    for number, sim in enumerate(accounts):
        expected = 4 if number % 2 else 5
        customers = sim.api("GET", "/v1/customers")[1]["data"]
        assert [customer["name"] for customer in customers] == [str(number)] * expected
        assert len(sim.deliveries.list()) == len(sim.events.list()) == expected
        assert len(sim.faults.list()) == len(sim.holds.list()) == number % 2
        assert [got.path for got in receiver.got].count(f"/hook/{number}") == expected
        assert len(sim.requests()) == 6
    assert times == sorted(times)
    assert times[-1] - times[0] >= 19 * 3600


def test_a_wrong_key_is_refused(running: Simulator) -> None:
    with pytest.raises(SimulatorError, match="not a secret key"):
        running.account("nonsense").clock.now()
