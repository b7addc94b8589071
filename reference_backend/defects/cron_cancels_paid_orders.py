"""The cron that clears away unpaid orders looks at its own books, and not at Stripe.

The shopper has paid, and the news is late: the order is cancelled, and its goods are sold.
"""

from __future__ import annotations

from reference_backend.orders import Orders
from reference_backend.reconciliation import Reconciliation
from reference_backend.settlement import Settlement

INCIDENT = "woocommerce/woocommerce-gateway-stripe PR#5759, PR#5486, PR#3037"


class ImpatientReconciliation(Reconciliation):
    """Unpaid is what is not called paid here."""

    orders: Orders
    settlement: Settlement

    async def run(self) -> int:
        async with self.database.transaction() as db:
            rows = await db.fetch(
                "SELECT id FROM orders WHERE payment_status = 'pending' AND flow = 'hosted'"
            )
            for row in rows:
                order = await self.orders.get(db, row["id"], lock=True)
                await self.settlement.call_off(db, order, "It was never paid.")
        return len(rows)


PARTS = {"reconciliation": ImpatientReconciliation}
