"""What the shop believes, in plain words: for its pages, and for who compares it with the money.

Everything is read within one transaction that sees one state of the database.
"""

from __future__ import annotations

from typing import Any

import msgspec

from reference_backend.database import Connection, Database
from reference_backend.jobs import Jobs
from reference_backend.orders import ONCE
from reference_backend.part import Part


class SeenLine(msgspec.Struct, frozen=True):
    sku: str
    quantity: int
    title: str
    unit_amount_minor: int


class SeenEvent(msgspec.Struct, frozen=True):
    name: str
    at: str
    detail: dict[str, Any]


class SeenOrder(msgspec.Struct, frozen=True):
    """An order as the shop believes it to be. Amounts are minor units."""

    id: str
    number: int
    flow: str
    state: str
    payment_status: str
    currency: str
    total_minor: int
    paid_minor: int
    refunded_minor: int
    refund_reasons: list[str]
    payment_intents: list[str]
    session_ids: list[str]
    lines: list[SeenLine]
    effects: dict[str, int]
    failure_reason: str | None
    disputed: bool
    email: str | None
    user_id: str | None
    cart_id: str | None
    coupon: str | None
    grace_ends_at: str | None
    created_at: str


class SeenStock(msgspec.Struct, frozen=True):
    sku: str
    stocked_quantity: int
    reserved_quantity: int
    sold_quantity: int
    initial_quantity: int


class SeenCoupon(msgspec.Struct, frozen=True):
    code: str
    uses: int
    uses_max: int


class SeenAlert(msgspec.Struct, frozen=True):
    kind: str
    subject: str
    message: str
    at: str


class SeenWebhook(msgspec.Struct, frozen=True):
    id: str
    type: str
    state: str
    """done, waiting, running or parked."""


class Seen(msgspec.Struct, frozen=True):
    """All of it."""

    orders: list[SeenOrder]
    stock: list[SeenStock]
    alerts: list[SeenAlert]
    webhook_events: list[SeenWebhook]
    coupons: list[SeenCoupon]
    quiet: bool


ORDERS = """
SELECT orders.*,
    COALESCE((SELECT sum(captured_minor) FROM payments WHERE order_id = orders.id), 0)::bigint
        AS paid_minor,
    COALESCE((SELECT sum(refunds.amount_minor)
        FROM refunds JOIN payments ON payment_id = payments.id
        WHERE order_id = orders.id
          AND refunds.state IN ('pending', 'requires_action', 'succeeded')), 0)::bigint
        AS refunded_minor,
    ARRAY(SELECT refunds.reason FROM refunds JOIN payments ON payment_id = payments.id
        WHERE order_id = orders.id AND refunds.state <> 'failed' ORDER BY refunds.created_at)
        AS refund_reasons,
    ARRAY(SELECT payment_intent_id FROM payments
        WHERE order_id = orders.id AND payment_intent_id IS NOT NULL ORDER BY created_at)
        AS payment_intents,
    ARRAY(SELECT id FROM checkout_sessions
        WHERE order_id = orders.id AND id IS NOT NULL ORDER BY generation) AS session_ids,
    (SELECT jsonb_agg(to_jsonb(order_lines) - 'order_id' ORDER BY sku) FROM order_lines
        WHERE order_id = orders.id) AS lines,
    (SELECT jsonb_object_agg(name, times) FROM (SELECT name, count(*) AS times FROM order_events
        WHERE order_id = orders.id AND name = ANY ($1) GROUP BY name) AS counted) AS effects
FROM orders
"""


class View(Part):
    """Reads the shop's beliefs."""

    database: Database
    jobs: Jobs

    async def order(self, db: Connection, order_id: str) -> SeenOrder | None:
        """One order, or None."""
        found = await self.orders(db, "WHERE id = $2", order_id)
        return found[0] if found else None

    async def newest(self, db: Connection, limit: int, offset: int = 0) -> list[SeenOrder]:
        """The newest orders first."""
        return await self.orders(db, "ORDER BY number DESC LIMIT $2 OFFSET $3", limit, offset)

    async def orders(self, db: Connection, where: str, *values: object) -> list[SeenOrder]:
        rows = await db.fetch(ORDERS + where, list(ONCE), *values)
        return [
            msgspec.convert(
                {
                    **dict(row),
                    "lines": row["lines"] or [],
                    "effects": row["effects"] or {},
                    "grace_ends_at": row["grace_ends_at"] and row["grace_ends_at"].isoformat(),
                    "created_at": row["created_at"].isoformat(),
                },
                SeenOrder,
            )
            for row in rows
        ]

    async def history(self, db: Connection, order_id: str) -> list[SeenEvent]:
        """What happened to an order, oldest first."""
        rows = await db.fetch(
            "SELECT name, at, detail FROM order_events WHERE order_id = $1 ORDER BY id", order_id
        )
        return [SeenEvent(row["name"], row["at"].isoformat(), row["detail"]) for row in rows]

    async def alerts(self, db: Connection, limit: int = 1000) -> list[SeenAlert]:
        """The newest alerts first."""
        rows = await db.fetch(
            "SELECT kind, subject, message, at FROM alerts ORDER BY id DESC LIMIT $1", limit
        )
        return [SeenAlert(r["kind"], r["subject"], r["message"], r["at"].isoformat()) for r in rows]

    async def stock(self, db: Connection) -> list[SeenStock]:
        rows = await db.fetch(
            "SELECT sku, stocked_quantity, reserved_quantity, sold_quantity, initial_quantity"
            " FROM stock ORDER BY sku"
        )
        return [SeenStock(*row) for row in rows]

    async def coupons(self, db: Connection) -> list[SeenCoupon]:
        rows = await db.fetch("SELECT code, uses, uses_max FROM coupons ORDER BY code")
        return [SeenCoupon(*row) for row in rows]

    async def webhook_events(self, db: Connection, limit: int = 100_000) -> list[SeenWebhook]:
        """The newest events first."""
        rows = await db.fetch(
            "SELECT webhook_events.id, webhook_events.type, COALESCE(jobs.state, 'done') AS state"
            " FROM webhook_events"
            " LEFT JOIN jobs ON kind = 'webhook' AND subject = webhook_events.id"
            " ORDER BY received_at DESC LIMIT $1",
            limit,
        )
        return [SeenWebhook(*row) for row in rows]

    async def everything(self) -> Seen:
        """All that the shop believes, at one moment."""
        async with (
            self.database.pool.acquire() as db,
            db.transaction(isolation="repeatable_read", readonly=True),
        ):
            return Seen(
                orders=await self.orders(db, "ORDER BY number"),
                stock=await self.stock(db),
                alerts=await self.alerts(db),
                webhook_events=await self.webhook_events(db),
                coupons=await self.coupons(db),
                quiet=await self.jobs.quiet(db),
            )
