"""Killed at random moments, a hundred times under load: nothing is lost, nothing is done twice."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from reference_backend.tests.conftest import Backend
from reference_backend.tests.test_program import alive, linux

KILLS: Final = 100
BUYERS: Final = 4
PRICE: Final = 25_00
PATIENCE_S: Final = 60.0
NETWORK = (OSError, http.client.HTTPException)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def processes_of_the_shop(backend: Backend) -> list[int]:
    """Its web and worker processes, without the keeper of the database."""
    found = []
    for child in children(backend.process.pid):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        if b"keeper" not in command:
            found.append(child)
    return found


class Buyers:
    """People who buy, each until told to stop; a request that is cut is made again."""

    def __init__(self, backend: Backend, stripe: Any) -> None:
        self.backend, self.stripe = backend, stripe
        self.stopping = threading.Event()
        self.paid: list[str] = []

    def ask(self, path: str, body: object) -> Any:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                reply = self.backend.call("POST", path, body)
            except NETWORK:
                continue
            if reply.status != 503:
                assert reply.status < 300, (path, reply)
                return reply.json
        raise AssertionError(f"{path} was not answered")

    def buy(self, number: int) -> None:
        while not self.stopping.is_set():
            items = [{"sku": "tea", "quantity": 1}]
            if number % 2:
                payment = self.ask("/api/direct/payment-intents", {"items": items})
                self.confirm(payment["paymentIntentId"])
            else:
                cart = self.ask("/store/carts", {"items": items})
                session = self.ask(f"/store/carts/{cart['id']}/payment-session", {})
                self.confirm(session["payment_intent_id"])
                self.ask(f"/store/carts/{cart['id']}/complete", {})

    def confirm(self, intent_id: str) -> None:
        status, answer = self.stripe.api(
            "POST", f"/v1/payment_intents/{intent_id}/confirm", {"payment_method": "pm_card_visa"}
        )
        assert status == 200, answer
        self.paid.append(intent_id)


@pytest.fixture
def buyers(simulator_server: Any) -> Iterator[Buyers]:
    stripe = simulator_server.account("sk_test_kills_of_the_reference_backend")
    with Backend(
        "--web", "2", "--workers", "2", DATABASE_URL="",
        STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key,
    ) as backend:  # fmt: skip
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        backend.post(
            "/admin/products",
            {"sku": "tea", "title": "Tea", "prices": {"usd": PRICE}, "stocked_quantity": 100_000},
        )
        yield Buyers(backend, stripe)


@linux
def test_killed_again_and_again_it_loses_nothing_and_does_nothing_twice(buyers: Buyers) -> None:
    backend, stripe = buyers.backend, buyers.stripe
    chance = random.Random(20261121)
    with ThreadPoolExecutor(BUYERS) as pool:
        buying = [pool.submit(buyers.buy, number) for number in range(BUYERS)]
        kills = 0
        while kills < KILLS:
            time.sleep(chance.uniform(0.02, 0.15))  # real: the moment is what is tried here
            victims = processes_of_the_shop(backend)
            with contextlib.suppress(ProcessLookupError):  # it ended by itself, just now
                if victims:
                    os.kill(chance.choice(victims), signal.SIGKILL)
                    kills += 1
        buyers.stopping.set()
        for one in buying:
            one.result()
    assert alive(backend.process.pid)
    assert len(buyers.paid) >= BUYERS  # however slow the machine, each came to buy
    view = settled(buyers)
    ours = {order["payment_intents"][0]: order for order in view["orders"]}
    assert len(view["orders"]) == len(ours) == len(buyers.paid)
    for intent in buyers.paid:
        order = ours[intent]
        assert order["payment_intents"] == [intent]
        assert order["payment_status"] == "captured"
        assert (order["paid_minor"], order["refunded_minor"]) == (PRICE, 0)
        assert set(order["effects"].values()) == {1}
    (stock,) = view["stock"]
    assert (stock["sold_quantity"], stock["reserved_quantity"]) == (len(buyers.paid), 0)
    assert stripe.ledger().totals["usd"].refunded == 0


def settled(buyers: Buyers) -> Any:
    """Everything that was cut off is delivered again, and worked on."""
    view: Any = {}
    for _ in range(3):
        buyers.stripe.clock.advance("1d")
        buyers.stripe.settle(timeout=PATIENCE_S)
        buyers.backend.post("/admin/jobs/reconcile")
        until = time.monotonic() + PATIENCE_S
        while not (view := buyers.backend.view())["quiet"] and time.monotonic() < until:
            time.sleep(0.05)  # real: other processes have no clock of ours
    assert view["quiet"]
    return view
