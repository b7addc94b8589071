"""An edit cancels the authorization, and makes a new one that the shopper was never asked for.

The order became cheaper; instead of capturing less, the shop lets the money go and has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from reference_backend.captures import Captures
from reference_backend.catalogue import Item
from reference_backend.orders import Order

INCIDENT = "medusajs/medusa#14984"


class RecreatingCaptures(Captures):
    """Starts over with every edit."""

    async def edit(self, order_id: str, items: Sequence[Item]) -> Order:
        order = await super().edit(order_id, items)
        async with self.database.transaction() as db:
            payment = await self.payments.of_order(db, order_id)
        if payment is not None and payment.payment_intent_id is not None:
            await self.gateway.cancel_intent(
                f"edit:{order_id}:{order.version}", payment.payment_intent_id, "abandoned"
            )
        return order


PARTS = {"captures": RecreatingCaptures}
