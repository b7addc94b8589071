"""The gate before a PostgreSQL that wants a password: SCRAM goes through, and is spoken by us.

Needs Docker; the image is chosen by PAIDONCE_POSTGRES_IMAGE. Skipped without, unless
PAIDONCE_REQUIRE_DOCKER=1.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import asyncpg
import pytest

from scenarios.races.postgres import Address, Statements
from scenarios.races.postgres.address import read
from scenarios.races.postgres.client import CannotAsk, Client

pytestmark = pytest.mark.docker
IMAGE: Final = os.environ.get("PAIDONCE_POSTGRES_IMAGE", "postgres:17-alpine")


@pytest.fixture(scope="module")
def address() -> Iterator[Address]:
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415  # needs Docker

    with PostgresContainer(IMAGE, driver=None) as container:
        yield read(container.get_connection_url())


def test_a_shop_logs_in_through_the_gate_with_its_password(address: Address) -> None:
    async def talk(url: str) -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval("SELECT count(*) > 0 FROM pg_class")
        finally:
            await connection.close()

    with Statements(address) as statements:
        assert asyncio.run(talk(statements.url)) is True
        assert statements.monitor.waits([1]) == {}
        assert statements.monitor.trouble == ""


def test_a_wrong_password_is_the_servers_to_refuse(address: Address) -> None:
    with pytest.raises(CannotAsk, match="password"):
        Client(replace(address, password="wrong"))
