"""Checkout Sessions: what the book of them says of an order, and whose an intent of one is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reference_backend.database import Connection, Database
from reference_backend.orders import Orders
from reference_backend.part import Part
from reference_backend.payments import Payment, Payments
from reference_backend.stripe_objects import Intent

LIVE: Final = ("planned", "open")
"""A session in one of these can be paid, or may be."""


class Sessions(Part):
    """The book of Checkout Sessions, each of which is a page of Stripe's."""

    database: Database
    orders: Orders
    payments: Payments

    async def open_page(self, order_id: str) -> str | None:
        """The page on which the order can be paid right now."""
        address: str | None = await self.database.pool.fetchval(
            "SELECT url FROM checkout_sessions WHERE order_id = $1 AND status = 'open'", order_id
        )
        return address

    async def is_open(self, db: Connection, order_id: str) -> bool:
        """Whether the shopper can still pay on a page."""
        open_still: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM checkout_sessions"
            " WHERE order_id = $1 AND status = ANY ($2))",
            order_id, list(LIVE),
        )  # fmt: skip
        return open_still

    async def payment_of(self, intent: Intent) -> Payment | None:
        """The payment of an intent that Stripe made for a session of ours."""
        order_id = intent.metadata.get("order_id")
        if order_id is None:
            return None
        async with self.database.transaction() as db:
            flow = await db.fetchval("SELECT flow FROM orders WHERE id = $1", order_id)
            if flow != "hosted":
                return None
            order = await self.orders.get(db, order_id)
            # Two events of one intent may come at once: the order's row lets one in first.
            await self.orders.get(db, order_id, lock=True)
            known = await db.fetchval(
                "SELECT id FROM payments WHERE payment_intent_id = $1", intent.id
            )
            if known is not None:
                return await self.payments.get(db, known)
            payment = await self.payments.plan(
                db, order, flow="hosted", capture_method=intent.capture_method, order_id=order_id,
            )  # fmt: skip
            await db.execute(
                "UPDATE payments SET payment_intent_id = $2 WHERE id = $1", payment.id, intent.id
            )
        return replace(payment, payment_intent_id=intent.id)
