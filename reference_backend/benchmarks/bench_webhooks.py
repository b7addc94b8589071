"""How many signed webhooks a second the shop takes in, and how soon an order is to be seen.

    python -m reference_backend.benchmarks.bench_webhooks [--events N] [--connections N]

One web process and one worker process on the embedded PostgreSQL. Beside it, in the same run and on
the same server: what PostgreSQL alone gives for the same transaction (an event and its job), by a
loop of asyncpg over several connections; the shop should keep at least half of that. Commits are
flushed to disk, in both: an acknowledgement that a power cut takes back is none.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import asyncpg

from reference_backend.database import migrate, open_database
from reference_backend.database.embedded import EmbeddedPostgres
from reference_backend.payments import Bill
from reference_backend.settings import Settings
from reference_backend.shop import Shop
from reference_backend.stock import Line

SECRET: Final = "whsec_of_a_benchmark"
# What `webhooks.KEEP` does, for one event.
ALONE: Final = """
WITH fresh AS (
    INSERT INTO webhook_events (id, type, body) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO NOTHING RETURNING id
)
INSERT INTO jobs (kind, subject) SELECT 'none', id FROM fresh
"""


def event(number: int | str, kind: str = "payment_intent.succeeded", **intent: Any) -> bytes:
    """An event of about the size of Stripe's."""
    body = {
        "id": f"evt_{number}", "object": "event", "api_version": "2026-10-28.endive",
        "created": 1_800_000_000, "livemode": False, "pending_webhooks": 1, "type": kind,
        "request": {"id": "req_x", "idempotency_key": secrets.token_hex(16)},
        "data": {"object": {
            "id": f"pi_{number}", "object": "payment_intent", "status": "succeeded",
            "amount": 1000, "amount_received": 1000, "amount_capturable": 0, "currency": "usd",
            "capture_method": "automatic", "latest_charge": f"ch_{number}", "metadata": {},
            "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
            "payment_method_types": ["card", "link"], "description": "x" * 600, **intent,
        }},
    }  # fmt: skip
    return json.dumps(body, indent=2).encode()


def request(body: bytes, host: str) -> bytes:
    """The delivery of an event, as Stripe makes it, ready to be sent."""
    at = int(time.time())
    digest = hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /api/payments/webhook HTTP/1.1\r\nHost: {host}\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"Stripe-Signature: t={at},v1={digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def send_all(url: str, requests: Sequence[bytes], connections: int) -> float:
    """Send them over so many connections at once; seconds until all are answered 200."""
    host, port = url.removeprefix("http://").split(":")
    waiting = iter(requests)

    async def sender() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for each in waiting:
            writer.write(each)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            await reader.readexactly(length)
        writer.close()
        await writer.wait_closed()

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(connections)))
    return time.perf_counter() - began


async def postgres_alone(url: str, events: int, connections: int) -> float:
    """Transactions a second of PostgreSQL alone, on a database that no shop looks at."""
    waiting = iter([(number, event(f"alone_{number}")) for number in range(events)])
    clients = [await asyncpg.connect(url) for _ in range(connections)]
    await clients[0].execute("TRUNCATE webhook_events, jobs")

    async def client(connection: asyncpg.Connection[asyncpg.Record]) -> None:
        statement = await connection.prepare(ALONE)
        for number, body in waiting:
            await statement.fetch(f"evt_alone_{number}", "payment_intent.succeeded", body)

    began = time.perf_counter()
    await asyncio.gather(*map(client, clients))
    took = time.perf_counter() - began
    for each in clients:
        await each.close()
    return events / took


async def accepted(url: str, events: int, connections: int) -> float:
    """Webhooks a second that the shop takes in."""
    host, turn = url.removeprefix("http://"), secrets.token_hex(4)
    requests = [request(event(f"{turn}_{number}"), host) for number in range(events)]
    return events / await send_all(url, requests, connections)


async def until_visible(url: str, database_url: str, events: int, a_second: int) -> list[float]:
    """Seconds from each delivery to the moment when its order can be read, sorted."""
    intents = await plan_payments(database_url, events)
    host = url.removeprefix("http://")
    reader = await asyncpg.connect(database_url)
    sent: dict[str, float] = {}
    seen: dict[str, float] = {}

    async def look() -> None:
        while len(seen) < events:
            rows = await reader.fetch(
                "SELECT payment_intent_id FROM payments WHERE order_id IS NOT NULL"
                " AND payment_intent_id = ANY ($1)",
                [intent for intent in sent if intent not in seen],
            )
            now = time.perf_counter()
            for row in rows:
                seen[row["payment_intent_id"]] = now
            await asyncio.sleep(0.002)

    async def deliver(intent: str) -> None:
        sent[intent] = time.perf_counter()
        await send_all(url, [request(event(intent.removeprefix("pi_")), host)], 1)

    looking = asyncio.create_task(look())
    async with asyncio.TaskGroup() as group:
        for intent in intents:
            group.create_task(deliver(intent))
            await asyncio.sleep(1 / a_second)
    await looking
    await reader.close()
    return sorted(seen[intent] - sent[intent] for intent in intents)


async def plan_payments(database_url: str, events: int) -> list[str]:
    """Payments that wait for the webhook to make their orders."""
    database = await open_database(database_url)
    shop = Shop(Settings(database_url=database_url, stripe_secret_key="sk_test_none"), database)
    bill = Bill((Line("tea", 1, 1000, "Tea"),), "usd", 1000)
    intents = []
    async with database.transaction() as db:
        await shop.catalogue.add_product(db, "tea", "Tea", {"usd": 1000}, 1_000_000)
        for number in range(events):
            payment = await shop.payments.plan(db, bill, flow="webhook")
            await db.execute(
                "UPDATE payments SET payment_intent_id = $2 WHERE id = $1",
                payment.id, f"pi_visible_{number}",
            )  # fmt: skip
            intents.append(f"pi_visible_{number}")
    await shop.close()
    return intents


def start_shop(database_url: str) -> tuple[subprocess.Popen[bytes], str]:
    """The shop as a program; the process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reference_backend", "--port", "0"],
        stdout=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": database_url, "STRIPE_WEBHOOK_SECRET": SECRET},
    )
    assert process.stdout is not None
    return process, process.stdout.readline().decode().rpartition(" ")[2].strip()


def run(main: Callable[[], Any]) -> Any:
    """On the fastest event loop that there is here."""
    try:
        import uvloop  # noqa: PLC0415  # not everywhere
    except ImportError:
        return asyncio.run(main())
    return uvloop.run(main())


async def measure(server: str, url: str, options: argparse.Namespace) -> dict[str, float]:
    """All of it."""
    bare = server.replace("/postgres?", "/bare?")
    connection = await asyncpg.connect(server)
    await connection.execute("CREATE DATABASE bare")
    await connection.close()
    await migrate(bare)
    await accepted(url, 200, options.connections)  # warm
    alone, shop = [], []
    for _ in range(options.turns):  # taken in turns, so that a noisy moment is noisy for both
        shop.append(await accepted(url, options.events, options.connections))
        await drained(server)
        alone.append(await postgres_alone(bare, options.events, options.postgres_connections))
    times = await until_visible(url, server, options.orders, options.rate)
    return {
        "postgres_alone_per_s": round(statistics.median(alone)),
        "accepted_per_s": round(statistics.median(shop)),
        "ratio": round(statistics.median(shop) / statistics.median(alone), 2),
        "visible_median_ms": round(statistics.median(times) * 1000, 1),
        "visible_p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1),
    }


async def drained(database_url: str) -> None:
    """Wait until the worker has nothing left: it shares the processors."""
    connection = await asyncpg.connect(database_url)
    busy = True
    while busy:
        busy = await connection.fetchval("SELECT EXISTS (SELECT 1 FROM jobs) FROM pg_sleep(0.05)")
    await connection.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description="Webhooks of the reference backend, measured.")
    parser.add_argument("--events", type=int, default=4000, help="webhooks in each turn")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32, help="of the sender")
    parser.add_argument("--postgres-connections", type=int, default=8, help="of the bare loop")
    parser.add_argument("--orders", type=int, default=500, help="deliveries timed to their order")
    parser.add_argument("--rate", type=int, default=100, help="of those, so many a second")
    parser.add_argument("--fleeting", action="store_true", help="do not flush commits to disk")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    with EmbeddedPostgres(durable=not options.fleeting) as server:
        process, url = start_shop(server.url)
        try:
            found = run(lambda: measure(server.url, url, options))
        finally:
            process.terminate()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
    if options.json:
        print(json.dumps(found))
        return 0
    print(f"PostgreSQL alone:      {found['postgres_alone_per_s']:>8} events and jobs a second")
    print(f"webhooks accepted:     {found['accepted_per_s']:>8} a second")
    print(f"ratio:                 {found['ratio']:>8} (at least 0.5 is wanted)")
    print(f"delivery to order:     {found['visible_median_ms']:>8} ms median,"
          f" {found['visible_p99_ms']} ms for the slowest of a hundred")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
