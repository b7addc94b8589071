"""One PostgreSQL for all the planted backends of a session, and a database in it for each.

A backend on its own brings a server along; sixty of them would start sixty.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count

import asyncpg
import pytest


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty database, and gives its address."""
    # The shop's keeper of its embedded server is a program as the shop is: it ends with its input.
    keeper = subprocess.Popen(
        [sys.executable, "-m", "reference_backend.database.keeper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    server = keeper.stdout.readline().decode().strip()
    numbers = count(1)

    def make() -> str:
        name = f"planted_{next(numbers)}"
        asyncio.run(_execute(server, f"CREATE DATABASE {name}"))
        return server.replace("/postgres?", f"/{name}?")

    yield make
    keeper.stdin.close()
    keeper.wait(timeout=300)  # it takes sixty databases away, on a machine that may be busy
    keeper.stdout.close()


async def _execute(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
