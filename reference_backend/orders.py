"""Orders: what was bought, by whom, and what became of it.

Rule: the words for an order's payment are pending (nothing paid), awaiting (authorized, the money
is not taken yet), processing (the money is on its way), captured or, through the hosted page, paid
(the money is here), failed, cancelled and refunded.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg
import msgspec

from reference_backend import problems
from reference_backend.database import Connection
from reference_backend.money import Money
from reference_backend.part import Part
from reference_backend.stock import Line

MONEY_CAME: Final = frozenset({"captured", "paid", "refunded"})
NOT_PAID_YET: Final = frozenset({"pending", "failed"})
LINES: Final = """
    (SELECT jsonb_agg(to_jsonb(held) - 'order_id' ORDER BY sku) FROM order_lines AS held
     WHERE order_id = orders.id) AS lines"""
READ: Final = f"SELECT orders.*, {LINES} FROM orders WHERE id = $1"  # noqa: S608  # no input
CREATE: Final = """
WITH made AS (
    INSERT INTO orders (id, flow, state, payment_status, currency, total_minor,
        cart_id, user_id, email)
    VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8)
    RETURNING *
), lines AS (
    INSERT INTO order_lines (order_id, sku, title, quantity, unit_amount_minor)
    SELECT $1, sku, title, quantity, unit_amount_minor FROM jsonb_to_recordset($9::jsonb)
        AS held (sku text, title text, quantity integer, unit_amount_minor bigint)
), event AS (
    INSERT INTO order_events (order_id, name, detail)
    VALUES ($1, 'created', jsonb_build_object('flow', $2::text))
)
SELECT made.*, $9::jsonb AS lines FROM made"""
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
    coupon: str | None


class Orders(Part):
    """The order book."""

    money: Money

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
        row = await db.fetchrow(
            CREATE,
            f"order_{secrets.token_hex(12)}", flow, state, currency, self.money.total(lines),
            cart_id, user_id, email, list(lines),
        )  # fmt: skip
        assert row is not None
        return _read(row)

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
        row = await db.fetchrow(f"{READ}{' FOR UPDATE OF orders' if lock else ''}", order_id)
        if row is None:
            raise problems.NOT_FOUND(f"There is no order {order_id}.")
        return _read(row)

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

    async def record_all(
        self, db: Connection, order_id: str, happened: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Write down several things that happened at once, each with its detail.

        Raises:
            asyncpg.UniqueViolationError: one of them may happen once only, and has.
        """
        await db.execute(
            "INSERT INTO order_events (order_id, name, detail)"
            " SELECT $1, name, detail FROM unnest($2::text[], $3::jsonb[]) AS t (name, detail)",
            order_id, list(happened), list(happened.values()),
        )  # fmt: skip

    async def has_happened(self, db: Connection, order_id: str, name: str) -> bool:
        """Whether this ever happened to the order."""
        happened: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM order_events WHERE order_id = $1 AND name = $2)",
            order_id, name,
        )  # fmt: skip
        return happened


def _read(row: asyncpg.Record) -> Order:
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
        lines=msgspec.convert(row["lines"] or [], tuple[Line, ...]),
        coupon=row["coupon"],
    )
