"""What these tests stand on: a PostgreSQL for the session, a database for each test, and the shop,
in this process (`sound_shop`) or as a program (`backend`).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

import asyncpg
import pytest

from reference_backend.database import migrate, open_database
from reference_backend.database.embedded import EmbeddedPostgres
from reference_backend.settings import Settings
from reference_backend.shop import Parts, Shop

Result = TypeVar("Result")
Run = Callable[[Coroutine[Any, Any, Result]], Result]
SECRET: Final = "whsec_test_of_the_reference_backend"
NOWHERE: Final = "http://127.0.0.1:9"  # the discard port: nobody listens there
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL with a migrated database to copy from; its address."""
    with EmbeddedPostgres() as server:
        asyncio.run(_prepare(server.url))
        yield server.url


async def _prepare(url: str) -> None:
    await execute(url, "CREATE DATABASE template_of_tests")
    await migrate(database_of(url, "template_of_tests"))


async def execute(url: str, statement: str) -> None:
    """One statement, outside any transaction."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def database_of(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    """A database of the test's own, migrated and empty."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    asyncio.run(execute(postgres, f"CREATE DATABASE {name} TEMPLATE template_of_tests"))
    yield database_of(postgres, name)
    asyncio.run(execute(postgres, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def run() -> Iterator[Run[Any]]:
    """Runs coroutines, all on one event loop."""
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def sound_shop(database_url: str, run: Run[Any]) -> Iterator[Shop]:
    """A shop in this process, without a Stripe."""
    shop = run(make_shop(database_url))
    yield shop
    run(shop.close())


async def make_shop(
    database_url: str, parts: Parts | None = None, stripe_api_base: str = NOWHERE, **settings: Any
) -> Shop:
    """A shop on this database."""
    chosen = Settings(
        database_url=database_url,
        stripe_api_base=stripe_api_base,
        stripe_secret_key="sk_test_none",
        webhook_secrets=(SECRET,),
        retry_delays_s=(0.0, 0.0, 0.0),
        **settings,
    )
    return Shop(chosen, await open_database(database_url), parts)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the backend answered."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


class Backend:
    """The backend as a program."""

    def __init__(self, *options: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reference_backend", "--port", "0", "--testing", *options],
            stdout=subprocess.PIPE,
            env={
                **os.environ, "STRIPE_API_BASE": NOWHERE, "STRIPE_WEBHOOK_SECRET": SECRET,
                "RETRY_DELAYS_SECONDS": "0.01,0.02,0.04", "JOB_DELAY_SECONDS": "0.1",
                **environment,
            },
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        self.url = line.rpartition(" ")[2].strip()

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request; every status is an answer."""
        sent = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  # our own address
            f"{self.url}{path}", method=method, data=sent,
            headers={"Content-Type": "application/json", **(headers or {})},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  # as above
                return Reply(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Reply(refusal.code, dict(refusal.headers), refusal.read())

    def post(self, path: str, body: object = None) -> Any:
        """What a successful POST answers."""
        reply = self.call("POST", path, {} if body is None else body)
        assert reply.status < 300, reply
        return reply.json

    def view(self) -> Any:
        """All that the shop believes."""
        return self.call("GET", "/testing/view").json

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=40)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


@pytest.fixture
def backend(database_url: str) -> Iterator[Backend]:
    """The healthy backend without a Stripe, on a database of its own."""
    with Backend(DATABASE_URL=database_url) as backend:
        yield backend
