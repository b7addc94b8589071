"""Told to stop, or left without its database: what it acknowledged is kept, and done in the end."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import urlsplit

import asyncpg

from reference_backend.tests.conftest import Backend, Run, execute
from reference_backend.tests.test_webhooks import event, signed

SENDERS: Final = 4
ENOUGH: Final = 40
PATIENCE_S: Final = 30.0
CUT_OFF: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"  # a name of ours
)
NETWORK: Final = (OSError, http.client.HTTPException)


class Deliveries:
    """Delivers one event after the other until nobody takes them any more."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self.enough = threading.Event()
        self._numbers = itertools.count(1)

    def send(self) -> None:
        while (reply := self._deliver(f"evt_{next(self._numbers)}")) is not None:
            event_id, status = reply
            if status == 200:
                self.acknowledged.append(event_id)
            else:
                self.refused.append(status)
            if len(self.acknowledged) >= ENOUGH:
                self.enough.set()

    def _deliver(self, event_id: str) -> tuple[str, int] | None:
        # An intent that is none of the shop's: it need not ask Stripe to know that.
        about = {"id": f"pi_{event_id}", "status": "succeeded", "amount": 1, "currency": "usd"}
        body = event(event_id, data={"object": about})
        headers = {"Stripe-Signature": signed(body)}
        try:
            reply = self.backend.call("POST", "/api/payments/webhook", raw=body, headers=headers)
        except NETWORK:
            return None
        return event_id, reply.status


async def first_column(database_url: str, query: str) -> set[str]:
    connection = await asyncpg.connect(database_url)
    try:
        return {row[0] for row in await connection.fetch(query)}
    finally:
        await connection.close()


def test_told_to_stop_it_loses_no_event_that_it_has_acknowledged(
    database_url: str, run: Run[Any]
) -> None:
    with (
        Backend("--web", "2", "--workers", "2", DATABASE_URL=database_url) as backend,
        ThreadPoolExecutor(SENDERS) as pool,
    ):
        deliveries = Deliveries(backend)
        sending = [pool.submit(deliveries.send) for _ in range(SENDERS)]
        assert deliveries.enough.wait(PATIENCE_S)
        assert backend.stop() == 0
        for one in sending:
            one.result()
    assert deliveries.refused == []  # taken, or not taken at all: Stripe then comes again
    kept = run(first_column(database_url, "SELECT id FROM webhook_events"))
    assert set(deliveries.acknowledged) <= kept
    with Backend(DATABASE_URL=database_url) as successor:
        until = time.monotonic() + PATIENCE_S
        while not successor.view()["quiet"] and time.monotonic() < until:
            time.sleep(0.02)  # real: other processes have no clock of ours
    assert run(first_column(database_url, "SELECT subject FROM jobs")) == set()


def test_without_its_database_it_lives_says_that_it_is_not_ready_and_comes_back(
    postgres: str, database_url: str, run: Run[Any]
) -> None:
    name = urlsplit(database_url).path.removeprefix("/")
    body = event("evt_1", data={"object": {"id": "pi_1", "status": "succeeded", "amount": 1,
                                           "currency": "usd"}})  # fmt: skip

    def deliver(backend: Backend) -> int:
        headers = {"Stripe-Signature": signed(body)}
        return backend.call("POST", "/api/payments/webhook", raw=body, headers=headers).status

    def until(backend: Backend, wanted: int) -> int:
        end = time.monotonic() + PATIENCE_S
        while (status := backend.call("GET", "/ready").status) != wanted:
            if time.monotonic() > end:
                break
            time.sleep(0.05)  # real: other processes have no clock of ours
        return status

    with Backend(DATABASE_URL=database_url) as backend:
        assert until(backend, 200) == 200
        run(execute(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        run(execute(postgres, CUT_OFF.format(name)))
        assert until(backend, 503) == 503
        assert backend.call("GET", "/health").status == 200
        assert deliver(backend) == 503  # not acknowledged: Stripe will come again
        run(execute(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        assert until(backend, 200) == 200
        assert deliver(backend) == 200
        end = time.monotonic() + PATIENCE_S
        while run(first_column(database_url, "SELECT subject FROM jobs")):  # a worker is back, too
            assert time.monotonic() < end
