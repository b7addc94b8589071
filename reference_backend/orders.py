"""Orders: what was bought, by whom, and what became of it.

Rule: the words for an order's payment are pending (nothing paid), awaiting (authorized, the money
is not taken yet), processing (the money is on its way), captured or, through the hosted page, paid
(the money is here), failed, cancelled and refunded.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.part import Part
from reference_backend.stock import Line

MONEY_CAME: Final = frozenset({"captured", "paid", "refunded"})
NOT_PAID_YET: Final = frozenset({"pending", "failed"})
ONCE: Final = frozenset({"created", "paid", "stock_decremented", "fulfilled"})
"""Effects that may happen once to an order; a unique index says so too."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order. Amounts are minor units."""

    id: str
    number: int
    flow: str
    state: str
    payment_status: str
    currency: str
    total_minor: int
    email: str | None
    user_id: str | None
    cart_id: str | None
    version: int
    grace_ends_at: datetime | None
    failure_reason: str | None
    disputed: bool
    created_at: datetime
    lines: tuple[Line, ...]


class Orders(Part):
    """The order book."""

    async def create(
        self,
        db: Connection,
        *,
        flow: str,
        lines: Sequence[Line],
        currency: str,
        state: str = "pending",
        cart_id: str | None = None,
        user_id: str | None = None,
        email: str | None = None,
    ) -> Order:
        """A new order, nothing paid."""
        order_id = f"order_{secrets.token_hex(12)}"
        await db.execute(
            "INSERT INTO orders (id, flow, state, payment_status, currency, total_minor,"
            " cart_id, user_id, email) VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8)",
            order_id, flow, state, currency, self.shop.money.total(lines), cart_id, user_id, email,
        )  # fmt: skip
        await self.write_lines(db, order_id, lines)
        await self.record(db, order_id, "created", flow=flow)
        return await self.get(db, order_id)

    async def write_lines(self, db: Connection, order_id: str, lines: Sequence[Line]) -> None:
        """Replace what the order holds."""
        await db.execute("DELETE FROM order_lines WHERE order_id = $1", order_id)
        await db.executemany(
            "INSERT INTO order_lines (order_id, sku, title, quantity, unit_amount_minor)"
            " VALUES ($1, $2, $3, $4, $5)",
            [(order_id, x.sku, x.title, x.quantity, x.unit_amount_minor) for x in lines],
        )

    async def get(self, db: Connection, order_id: str, *, lock: bool = False) -> Order:
        """The order as it is; locked, it stays so until the transaction ends.

        Raises:
            NOT_FOUND
        """
        row = await db.fetchrow(
            f"SELECT * FROM orders WHERE id = $1{' FOR UPDATE' if lock else ''}",  # noqa: S608  # no input
            order_id,
        )
        if row is None:
            raise problems.NOT_FOUND(f"There is no order {order_id}.")
        return _read(row, await self.lines_of(db, order_id))

    async def lines_of(self, db: Connection, order_id: str) -> tuple[Line, ...]:
        """What the order holds."""
        rows = await db.fetch(
            "SELECT sku, quantity, unit_amount_minor, title FROM order_lines"
            " WHERE order_id = $1 ORDER BY sku",
            order_id,
        )
        return tuple(Line(*row) for row in rows)

    async def of_cart(self, db: Connection, cart_id: str) -> Order | None:
        """The order that the cart became, if it did."""
        found = await db.fetchval(
            "SELECT id FROM orders WHERE cart_id = $1 AND state <> 'cancelled'", cart_id
        )
        return None if found is None else await self.get(db, found)

    async def set_status(
        self,
        db: Connection,
        order: Order,
        payment_status: str,
        *,
        state: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Move the order; the reason says why a payment is not there, None clears it."""
        await db.execute(
            "UPDATE orders SET payment_status = $2, state = COALESCE($3, state),"
            " failure_reason = $4, updated_at = now() WHERE id = $1",
            order.id, payment_status, state, reason,
        )  # fmt: skip

    async def record(self, db: Connection, order_id: str, name: str, **detail: object) -> None:
        """Write down what happened.

        Raises:
            asyncpg.UniqueViolationError: it may happen once only, and has.
        """
        await db.execute(
            "INSERT INTO order_events (order_id, name, detail) VALUES ($1, $2, $3)",
            order_id, name, detail,
        )  # fmt: skip

    async def first_time(self, db: Connection, order_id: str, name: str, **detail: object) -> bool:
        """Write down an effect that may happen once; says whether this was that once."""
        new = await db.fetchval(
            "INSERT INTO order_events (order_id, name, detail) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING RETURNING id",
            order_id, name, detail,
        )  # fmt: skip
        return new is not None

    async def has_happened(self, db: Connection, order_id: str, name: str) -> bool:
        """Whether this ever happened to the order."""
        happened: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM order_events WHERE order_id = $1 AND name = $2)",
            order_id, name,
        )  # fmt: skip
        return happened


def _read(row: asyncpg.Record, lines: tuple[Line, ...]) -> Order:
    return Order(
        id=row["id"],
        number=row["number"],
        flow=row["flow"],
        state=row["state"],
        payment_status=row["payment_status"],
        currency=row["currency"],
        total_minor=row["total_minor"],
        email=row["email"],
        user_id=row["user_id"],
        cart_id=row["cart_id"],
        version=row["version"],
        grace_ends_at=row["grace_ends_at"],
        failure_reason=row["failure_reason"],
        disputed=row["disputed"],
        created_at=row["created_at"],
        lines=lines,
    )
