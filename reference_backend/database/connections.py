"""Two pools on one database: one for work, one for locks.

Isolation is READ COMMITTED throughout. What must be decided alone is decided under a named lock
(see locks.py) or in one guarded statement (`UPDATE … WHERE available >= …`), and constraints
stand behind both; nothing relies on a snapshot staying true between two statements.

A lock is held by a connection of its own, so that who waits for a lock never keeps a connection
from the one who holds it: with one pool for both, enough waiters would stop everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg
import msgspec

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"


@dataclass(frozen=True, slots=True)
class Database:
    """The shop's database."""

    pool: asyncpg.Pool[asyncpg.Record]
    lock_pool: asyncpg.Pool[asyncpg.Record]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection within one transaction: all of it happens, or nothing."""
        async with self.pool.acquire() as connection, connection.transaction():
            yield connection

    async def close(self) -> None:
        """Give back all connections, also those in use after five seconds."""
        for pool in (self.pool, self.lock_pool):
            try:
                async with asyncio.timeout(5):
                    await pool.close()
            except TimeoutError:
                pool.terminate()


async def open_database(url: str, *, work_max: int = 8, locks_max: int = 8) -> Database:
    """Open the pools.

    Raises:
        OSError, asyncpg.PostgresError: the database cannot be reached or refuses us.
    """
    pool = await asyncpg.create_pool(
        url, min_size=1, max_size=work_max, init=_prepare, reset=_leave
    )
    try:
        lock_pool = await asyncpg.create_pool(url, min_size=0, max_size=locks_max, reset=_leave)
    except BaseException:
        pool.terminate()
        raise
    return Database(pool, lock_pool)


async def _leave(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Nothing of a session is ever changed here, so nothing is to be reset: a round trip less.

    Locks are those of transactions, settings are never set, and listening has its own connection.
    """


async def _prepare(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: msgspec.json.encode(value).decode(),
        decoder=msgspec.json.decode,
    )
