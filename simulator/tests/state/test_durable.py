"""What was answered is there after `kill -9`, whole, and nothing else is half there."""

import asyncio
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from simulator import Simulator
from simulator.state.durable import FORMAT, Durable, StateError
from simulator.tests.conftest import Receiver
from simulator.world import World

KILLS: Final = 200
PAY: Final = {
    "amount": 1000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "capture_method": "automatic",
    "confirm": True,
    "return_url": "https://example.com",
}


class Nursery:
    """Starts simulators on one file, and kills them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._forker = subprocess.Popen(
            [sys.executable, "-m", "simulator.tests.state.forked_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        self.sim: Simulator
        self._pid = 0

    def start(self) -> Simulator:
        assert self._forker.stdin is not None
        self._forker.stdin.write(f"{self._path}\n")
        self._forker.stdin.flush()
        pid, port = self._line().split()
        self._pid = int(pid)
        self.sim = Simulator.at(f"http://127.0.0.1:{port}")
        return self.sim

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        self._pid = 0
        assert self._line() == "gone"
        self.sim.close()

    def close(self) -> None:
        if self._pid:
            self.kill()
        assert self._forker.stdin is not None
        assert self._forker.stdout is not None
        self._forker.stdin.close()
        self._forker.wait(10)
        self._forker.stdout.close()

    def _line(self) -> str:
        assert self._forker.stdout is not None
        return self._forker.stdout.readline().strip()


@contextmanager
def nursery(path: Path) -> Iterator[Nursery]:
    with closing(Nursery(path)) as found:
        yield found


class Shop(threading.Thread):
    """Pays, refunds and pays again until nobody answers; remembers what was answered."""

    def __init__(self, sim: Simulator, name: str) -> None:
        super().__init__()
        self._sim = sim
        self._name = name
        self.answers: list[tuple[str, dict[str, Any]]] = []
        """Each idempotency key, and the answer under it."""
        self.answered = threading.Event()

    def run(self) -> None:
        try:
            for number in range(1_000):
                intent = self._post("/v1/payment_intents", f"{self._name}-{number}", PAY)
                if number % 3 == 0:
                    given = {"payment_intent": intent["id"], "amount": 400}
                    self._post("/v1/refunds", f"{self._name}-{number}-refund", given)
        except (OSError, http.client.HTTPException):
            return

    def _post(self, path: str, key: str, params: dict[str, Any]) -> dict[str, Any]:
        status, answer = self._sim.api("POST", path, params, headers={"Idempotency-Key": key})
        assert status == 200, answer
        self.answers.append((key, answer))
        self.answered.set()
        return dict(answer)


def halves(sim: Simulator) -> list[str]:
    """What is there of an operation without the rest of it."""
    ledger = sim.ledger()
    charges = {charge["id"]: charge for charge in ledger.charges}
    transactions = {row["id"] for row in ledger.balance_transactions}
    events = {event["data"]["object"]["id"] for event in sim.events.list()}
    refunded: dict[str, int] = {}
    for refund in ledger.refunds:
        refunded[refund["charge"]] = refunded.get(refund["charge"], 0) + refund["amount"]
    found = [
        f"{intent['id']} without its charge"
        for intent in ledger.payment_intents
        if intent["latest_charge"] not in charges
    ]
    found += [
        f"{i['id']} without an event" for i in ledger.payment_intents if i["id"] not in events
    ]
    for charge in charges.values():
        if charge["balance_transaction"] not in transactions:
            found.append(f"{charge['id']} without its balance transaction")
        if charge["amount_refunded"] != refunded.get(charge["id"], 0):
            found.append(f"{charge['id']} without its refunds")
    return found


@pytest.mark.parametrize("part", range(10))
def test_nothing_that_was_answered_is_lost_in_200_kills(tmp_path: Path, part: int) -> None:
    chance = random.Random(f"kills {part}")
    answered: dict[str, dict[str, Any]] = {}
    with nursery(tmp_path / "state.db") as ward:
        sim = ward.start()
        for kill in range(KILLS // 10):
            shops = [Shop(sim, f"{kill}-{number}") for number in range(2)]
            for shop in shops:
                shop.start()
            if kill % 2:  # However slow the machine is, something was answered.
                assert shops[0].answered.wait(60)
            threading.Event().wait(chance.uniform(0, 0.05))  # real: it is killed at any moment
            ward.kill()
            for shop in shops:
                shop.join()
            answered |= dict(answer for shop in shops for answer in shop.answers)
            sim = ward.start()
            if kill % 4 == 3:
                check(sim, answered)
        assert len(answered) >= KILLS // 20, "something was done between the kills"


def check(sim: Simulator, answered: dict[str, dict[str, Any]]) -> None:
    """All that was answered is there, and is answered again; nothing is there in part."""
    ledger = sim.ledger()
    there = {row["id"]: row for row in (*ledger.payment_intents, *ledger.refunds)}
    assert [key for key, answer in answered.items() if answer["id"] not in there] == []
    assert halves(sim) == []
    ids = [row["id"] for row in (*ledger.charges, *ledger.balance_transactions)]
    assert len(ids) == len(set(ids)), "no id was given twice"
    for key, answer in list(answered.items())[-6:]:
        refund = answer["object"] == "refund"
        path = "/v1/refunds" if refund else "/v1/payment_intents"
        given = {"payment_intent": answer["payment_intent"], "amount": 400} if refund else PAY
        again = sim.api("POST", path, given, headers={"Idempotency-Key": key})
        assert again == (200, answer)


def test_what_was_to_be_tried_again_is_tried_again_after_a_kill(
    tmp_path: Path, receiver: Receiver
) -> None:
    receiver.status = lambda _: 500
    with nursery(tmp_path / "state.db") as ward:
        sim = ward.start()
        endpoint = sim.endpoints.add(receiver.url, events=["customer.created"])
        sim.api("POST", "/v1/customers", {"email": "a@example.com"})
        sim.settle()
        ward.kill()
        receiver.status = lambda _: 200
        sim = ward.start()
        sim.clock.advance("1h")
        assert [got.verified(endpoint.secret).type for got in receiver.got] == [
            "customer.created",
            "customer.created",
        ]
        [delivery] = sim.deliveries.list()
        assert delivery.state == "delivered"


def test_time_faults_and_holds_are_as_they_were(tmp_path: Path) -> None:
    with nursery(tmp_path / "state.db") as ward:
        sim = ward.start()
        sim.clock.freeze()
        late = sim.clock.advance("30d")
        sim.faults.add("decline", code="lost_card")
        sim.holds.add(on="POST /v1/refunds", times=3)
        ward.kill()
        sim = ward.start()
        assert sim.clock.now() == late
        assert [plan.options for plan in sim.faults.list()] == [{"code": "lost_card"}]
        assert [point.times for point in sim.holds.list()] == [3]
        sim.faults.add("lost_answer")
        assert len({plan.id for plan in sim.faults.list()}) == 2


def test_a_reset_account_stays_empty(tmp_path: Path) -> None:
    with nursery(tmp_path / "state.db") as ward:
        sim = ward.start()
        other = sim.account("sk_test_other")
        for account in (sim, other):
            account.api("POST", "/v1/customers", {"email": "a@example.com"})
        sim.reset()
        ward.kill()
        sim = ward.start()
        assert sim.api("GET", "/v1/customers")[1]["data"] == []
        assert len(sim.account("sk_test_other").api("GET", "/v1/customers")[1]["data"]) == 1


@pytest.mark.parametrize("failure", [sqlite3.OperationalError("disk full"), TypeError("no text")])
def test_what_cannot_be_written_is_told_and_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def write(_: object) -> None:
        raise failure

    async def story() -> None:
        world = World()
        durable = Durable(tmp_path / "state.db", world)
        monkeypatch.setattr(durable, "_write", write)
        world.account("sk_test_x")
        for _ in range(2):
            with pytest.raises(StateError, match=str(failure)):
                await asyncio.wait_for(durable.flushed(), 20)
        durable.close()

    asyncio.run(story())


def test_a_file_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    Durable(path, World()).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE about SET format = 'paidonce.state.0 2020-08-27'")
        database.commit()
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"is of format 'paidonce\.state\.0") as refusal:
        Durable(path, World())
    assert FORMAT in str(refusal.value)
    assert path.read_bytes() == before


def test_a_file_that_is_no_state_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database at all\n" * 100)
    with pytest.raises(StateError, match="is no state file"):
        Durable(path, World())
    assert path.read_text().startswith("no database")


def test_a_file_in_use_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    first = Durable(path, World())
    with pytest.raises(StateError, match="in use by another simulator"):
        Durable(path, World())
    first.close()
    Durable(path, World()).close()
