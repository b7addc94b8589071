"""An event about a payment that the shop does not know yet is answered 200, and dropped.

It came while the shop was still writing down the payment, or its answer was lost. It was the only
news of the money, and will not come again.
"""

from __future__ import annotations

from reference_backend.news import News
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "duncanmcclean/statamic-cargo#190, PR#191; woocommerce-payments PR#3118; vendure PR#2569"


class ForgetfulNews(News):
    """Knows an intent by its id alone."""

    async def find(self, intent: Intent) -> Payment | None:
        known = await self.database.pool.fetchval(
            "SELECT id FROM payments WHERE payment_intent_id = $1", intent.id
        )
        if known is None:
            return None
        async with self.database.transaction() as db:
            return await self.payments.get(db, known)


PARTS = {"news": ForgetfulNews}
