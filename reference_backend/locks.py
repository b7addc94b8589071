"""Named locks, for one at a time across all processes.

Rule: locks are taken in the order cart, order, payment intent, user; who needs two takes them so.

A lock is an advisory lock of PostgreSQL, held by a transaction on a connection of its own: it goes
with the holder, whether that returns, crashes or is killed. Should the connection be lost while the
holder goes on, the constraints of the schema still stand.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from reference_backend.part import Part


class Locks(Part):
    """One holder for each name at any moment."""

    @asynccontextmanager
    async def holding(self, kind: str, name: str) -> AsyncIterator[None]:
        """Wait for the lock, hold it for the body."""
        pool = self.shop.database.lock_pool
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{kind}:{name}"
            )
            yield
