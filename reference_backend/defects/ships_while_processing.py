"""A payment that is on its way is taken for a payment: the order is called paid, and shipped.

A bank debit takes days, and may still fail. The parcel is gone by then.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.settlement import Settlement

INCIDENT = "woocommerce/woocommerce-gateway-stripe#1943, #1850; 202-ecommerce/stripe_official#114"


class EagerSettlement(Settlement):
    """Reads `processing` as good enough."""

    async def under_way(self, db: Connection, order: Order) -> None:
        if await self.take_stock(db, order):
            status = "paid" if order.flow == "hosted" else "captured"
            await self.orders.set_status(db, order, status, state="placed")
            await self.orders.record(db, order.id, "paid")
            await self.orders.record(db, order.id, "fulfilled")


PARTS = {"settlement": EagerSettlement}
