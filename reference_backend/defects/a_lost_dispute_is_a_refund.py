"""An order whose dispute is lost is refunded, says the shop, whatever the dispute was about.

The shopper disputed one thing of three. The books say that everything went back.
"""

from __future__ import annotations

from reference_backend.disputes import Disputes
from reference_backend.stripe_objects import Dispute

INCIDENT = "Automattic/woocommerce-payments#6196"


class WholeDisputes(Disputes):
    """Does not look at the amount."""

    async def learn(self, dispute: Dispute) -> None:
        await super().learn(dispute)
        if dispute.status != "lost":
            return
        async with self.database.transaction() as db:
            order_id = await db.fetchval(
                "SELECT order_id FROM payments WHERE payment_intent_id = $1",
                dispute.payment_intent_id,
            )
            if order_id is not None:
                order = await self.orders.get(db, order_id, lock=True)
                await self.orders.set_status(db, order, "refunded", reason="Dispute lost.")


PARTS = {"disputes": WholeDisputes}
