"""The core of storage on the official PostgreSQL in a container: schema, inbox, stock, locks, jobs.

The embedded server is what users run by default; this is what they run in production. The image is
chosen by PAIDONCE_POSTGRES_IMAGE. Without Docker these tests are skipped, and say so, unless
PAIDONCE_REQUIRE_DOCKER=1.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any, Final

import pytest

from reference_backend.database import migrate
from reference_backend.database.migrations import FOLDER
from reference_backend.shop import Shop
from reference_backend.tests.conftest import Run, make_shop
from reference_backend.tests.test_stock import counted, put_on_sale, reserve
from reference_backend.tests.test_webhooks import event, signed, stored

pytestmark = pytest.mark.docker
IMAGE: Final = os.environ.get("PAIDONCE_POSTGRES_IMAGE", "postgres:17-alpine")


@pytest.fixture(scope="module")
def container_url() -> Iterator[str]:
    """The address of a PostgreSQL in a container."""
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415  # needs Docker

    with PostgresContainer(IMAGE, driver=None) as container:
        yield container.get_connection_url()


@pytest.fixture
def container_shop(container_url: str, run: Run[Any]) -> Iterator[Shop]:
    """A shop on a fresh schema in the container."""

    async def start() -> Shop:
        await migrate(container_url)
        shop = await make_shop(container_url)
        tables = await shop.database.pool.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename <> 'migrations'"
        )
        names = ", ".join(row["tablename"] for row in tables)
        await shop.database.pool.execute(f"TRUNCATE {names}")
        return shop

    shop = run(start())
    yield shop
    run(shop.close())


def test_the_schema_is_there_and_is_applied_once(container_url: str, run: Run[Any]) -> None:
    async def story() -> None:
        await migrate(container_url)
        assert await migrate(container_url) == []
        assert len(list(FOLDER.glob("*.sql"))) >= 2  # a test may wait

    run(story())


def test_the_inbox_keeps_an_event_once(container_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        body = event()
        await asyncio.gather(
            *(container_shop.webhooks.receive(body, signed(body)) for _ in range(10))
        )
        assert await stored(container_shop) == (1, 1)

    run(story())


def test_the_last_units_are_not_sold_twice(container_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await put_on_sale(container_shop, quantity=2)
        got = await asyncio.gather(*(reserve(container_shop, f"cart_{n}", 1) for n in range(8)))
        assert sum(got) == 2
        assert await counted(container_shop) == (2, 2, 0)

    run(story())


def test_a_lock_has_one_holder(container_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        inside: list[int] = []

        async def hold(number: int) -> None:
            async with container_shop.locks.holding("order", "order_1"):
                inside.append(number)
                await container_shop.database.pool.fetchval("SELECT pg_sleep(0.01)")
                assert inside.pop() == number

        await asyncio.gather(*(hold(number) for number in range(5)))

    run(story())


def test_no_two_workers_get_the_same_job(container_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        async with container_shop.database.transaction() as db:
            for number in range(12):
                await container_shop.jobs.add(db, "look", f"pi_{number}")

        async def claim(worker: int) -> list[str]:
            async with container_shop.database.pool.acquire() as db:
                jobs = await container_shop.jobs.claim(db, worker, 4)
                return [job.subject for job in jobs]

        shares = await asyncio.gather(*(claim(worker) for worker in range(4)))
        assert sorted(subject for share in shares for subject in share) == sorted(
            f"pi_{number}" for number in range(12)
        )

    run(story())
