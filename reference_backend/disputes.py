"""Disputes: the shopper's bank takes the money back, and asks later.

The shop keeps the dispute, marks the order while it is open (no refund is made over it), and tells
the admin. Source: Stripe docs, "How disputes work".
"""

from __future__ import annotations

from typing import Final

from reference_backend.alerts import Alerts
from reference_backend.database import Database
from reference_backend.orders import Orders
from reference_backend.part import Part
from reference_backend.stripe_objects import Dispute

OVER: Final = frozenset({"won", "warning_closed", "prevented"})
"""States in which the money is the shop's again, or never left."""


class Disputes(Part):
    """The book of disputes."""

    alerts: Alerts
    database: Database
    orders: Orders

    async def learn(self, dispute: Dispute) -> None:
        """Note how a dispute stands; a closed one is not opened again by an old event."""
        async with self.database.transaction() as db:
            payment = await db.fetchrow(
                "SELECT id, order_id FROM payments WHERE payment_intent_id = $1",
                dispute.payment_intent_id,
            )
            if payment is None:
                return
            moved = await db.fetchval(
                "INSERT INTO disputes (id, order_id, payment_id, amount_minor, reason, status)"
                " VALUES ($1, $2, $3, $4, $5, $6)"
                " ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, updated_at = now()"
                " WHERE disputes.status NOT IN ('won', 'lost', 'warning_closed', 'prevented')"
                "   AND disputes.status <> EXCLUDED.status RETURNING id",
                dispute.id, payment["order_id"], payment["id"], dispute.amount, dispute.reason,
                dispute.status,
            )  # fmt: skip
            if moved is None or payment["order_id"] is None:
                return
            order = await self.orders.get(db, payment["order_id"], lock=True)
            await db.execute(
                "UPDATE orders SET disputed = EXISTS (SELECT 1 FROM disputes"
                " WHERE order_id = $1 AND status <> ALL ($2)), updated_at = now() WHERE id = $1",
                order.id, list(OVER),
            )  # fmt: skip
            await self.orders.record(
                db, order.id, "dispute", status=dispute.status, reason=dispute.reason
            )
            await self.alerts.raise_alert(
                db, "dispute", order.id,
                f"Order {order.number}: {dispute.id} ({dispute.reason}) is {dispute.status}.",
            )  # fmt: skip
