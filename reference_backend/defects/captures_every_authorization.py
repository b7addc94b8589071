"""An order's capture takes all that was ever held for it.

The shopper began to pay in two tabs, and both are held. The admin page shows the last one; the
capture takes both.
"""

from __future__ import annotations

from reference_backend.captures import Captures
from reference_backend.defects.new_intent_for_every_click import (
    SCHEMA,
    FreshCarts,
    UnsuspectingSettlement,
)
from reference_backend.orders import Order
from reference_backend.payments import Payment

INCIDENT = "checkout/checkout-magento2-plugin#50"


class GreedyCaptures(Captures):
    """Captures each payment of the order."""

    async def _capture_unlocked(self, order: Order, payment: Payment) -> None:
        held = await self.database.pool.fetch(
            "SELECT payment_intent_id FROM payments WHERE order_id = $1"
            " AND status = 'requires_capture' AND id <> $2",
            order.id, payment.id,
        )  # fmt: skip
        await super()._capture_unlocked(order, payment)
        for row in held:
            await self.take(order, await self.gateway.retrieve_intent(row["payment_intent_id"]))


PARTS = {"captures": GreedyCaptures, "carts": FreshCarts, "settlement": UnsuspectingSettlement}
__all__ = ["PARTS", "SCHEMA"]
