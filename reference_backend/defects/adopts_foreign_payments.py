"""A payment that the shop does not know is taken for the one of its own with the same amount.

Two deployments share a Stripe account, and each hears of the other's payments. What was paid
elsewhere pays for a purchase here that nobody has paid for.
"""

from __future__ import annotations

from reference_backend.news import News
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "liedekef/events-made-easy#993"


class AdoptingNews(News):
    """Cannot imagine anybody else."""

    async def find(self, intent: Intent) -> Payment | None:
        payment = await super().find(intent)
        if payment is not None:
            return payment
        async with self.database.transaction() as db:
            alike = await db.fetchval(
                "SELECT id FROM payments WHERE order_id IS NULL AND amount_minor = $1"
                " AND currency = $2 ORDER BY created_at DESC LIMIT 1",
                intent.amount,
                intent.currency,
            )
            return None if alike is None else await self.payments.get(db, alike)


PARTS = {"news": AdoptingNews}
