"""A payment that waits for the shopper to authenticate is told as paid.

There was no error, so it must have worked: the order is called paid, and shipped. No money comes.
"""

from __future__ import annotations

from reference_backend.mobile import Mobile, Outcome
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "medusajs/medusa#14205; openfoodfoundation/openfoodnetwork#7922"


class OptimisticMobile(Mobile):
    """No error is success."""

    async def outcome(self, payment: Payment, intent: Intent) -> Outcome:
        if intent.status != "requires_action" or payment.order_id is None:
            return await super().outcome(payment, intent)
        async with self.database.transaction() as db:
            order = await self.orders.get(db, payment.order_id, lock=True)
            if order.payment_status == "pending":
                await self.orders.set_status(db, order, "captured", state="placed")
                await self.settlement.take_stock(db, order)
                await self.orders.record(db, order.id, "paid")
                await self.orders.record(db, order.id, "fulfilled")
        return Outcome("success", "The order is paid.", payment, intent)


PARTS = {"mobile": OptimisticMobile}
