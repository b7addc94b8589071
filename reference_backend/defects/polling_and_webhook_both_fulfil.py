"""The success page asks Stripe whether the session is paid, and fulfils the order if so.

So does the webhook, at the same time. Each finds the order unpaid, and each sends the goods.
"""

from __future__ import annotations

from reference_backend.checkout import Checkout
from reference_backend.orders import Order

INCIDENT = "Automattic/woocommerce-payments PR#3520, PR#3287; getdokan/dokan#2994"


class EagerPage(Checkout):
    """A success page that does not want to wait for the webhook."""

    async def by_session(self, session_id: str) -> Order:
        order = await super().by_session(session_id)
        if order.payment_status != "pending":
            return order
        session = await self.gateway.retrieve_session(session_id)  # meanwhile, the webhook
        if session.payment_status != "paid":
            return order
        async with self.database.transaction() as db:
            await self.orders.set_status(db, order, "paid", state="placed")
            await self.stock.release(db, order.id)
            for line in order.lines:
                await db.execute(
                    "UPDATE stock SET stocked_quantity = stocked_quantity - $2,"
                    " sold_quantity = sold_quantity + $2 WHERE sku = $1",
                    line.sku,
                    line.quantity,
                )
            for effect in ("paid", "stock_decremented", "fulfilled"):
                await self.orders.record(db, order.id, effect)
        return await super().by_session(session_id)


PARTS = {"checkout": EagerPage}
SCHEMA = """
DROP INDEX effects_happen_once;
ALTER TABLE stock DROP CONSTRAINT stock_is_never_negative;
ALTER TABLE stock DROP CONSTRAINT only_what_is_stocked_is_reserved;
"""
