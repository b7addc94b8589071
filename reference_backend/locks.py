"""Named locks, for one at a time across all processes.

Rule: locks are taken in the order cart, order, payment intent, user; who needs two takes them so.

A lock is an advisory lock of PostgreSQL, held by a transaction on a connection of its own: it goes
with the holder, whether that returns, crashes or is killed. Should the connection be lost while the
holder goes on, the constraints of the schema still stand.

Who holds one lock and takes another takes it on the same connection, and has both until the first
is given back: if each lock needed a connection, enough holders could wait for connections for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from reference_backend.database import Connection, Database
from reference_backend.part import Part

ACQUIRE: Final = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


@dataclass(frozen=True, slots=True)
class Hold:
    """Who holds locks, and on which connection."""

    task: asyncio.Task[Any] | None
    connection: Connection


_hold: ContextVar[Hold | None] = ContextVar("hold", default=None)


class Locks(Part):
    """One holder for each name at any moment."""

    database: Database

    @asynccontextmanager
    async def holding(self, kind: str, name: str) -> AsyncIterator[None]:
        """Wait for the lock, hold it for the body."""
        task = asyncio.current_task()
        hold = _hold.get()
        if hold is not None and hold.task is task:
            await hold.connection.execute(ACQUIRE, f"{kind}:{name}")
            yield
            return
        pool = self.database.lock_pool
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(ACQUIRE, f"{kind}:{name}")
            before = _hold.set(Hold(task, connection))
            try:
                yield
            finally:
                _hold.reset(before)
