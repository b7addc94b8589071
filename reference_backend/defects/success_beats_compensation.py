"""News that a payment succeeded makes its order paid, also while that payment is being given back.

The order could not be made and the money is on its way back. The webhook comes in between, says
that all is well, and goods leave for money that is not there.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement
from reference_backend.stripe_objects import Intent

INCIDENT = "saleor/saleor PR#9504"


class CheerfulSettlement(Settlement):
    """Hears of success, and of nothing else."""

    async def settle(self, db: Connection, payment: Payment, intent: Intent) -> None:
        known = await self.payments.get(db, payment.id)
        if known.order_id is None or not known.superfluous or intent.status != "succeeded":
            await super().settle(db, payment, intent)
            return
        order = await self.orders.get(db, known.order_id, lock=True)
        if order.state == "cancelled":
            await self.orders.set_status(db, order, "captured", state="placed")
            await self.orders.record(db, order.id, "fulfilled")


PARTS = {"settlement": CheerfulSettlement}
