"""The cron, the listener and the admin each capture under a key of their own, without a lock.

One intention, many names: Stripe cannot know that they mean the same, and refuses all but one.
"""

from __future__ import annotations

import secrets

from reference_backend.captures import Captures
from reference_backend.orders import Order
from reference_backend.stripe_objects import Intent

INCIDENT = "woocommerce/woocommerce-gateway-stripe#489"


class ManyCaptures(Captures):
    """Whoever comes captures."""

    async def capture(self, order_id: str) -> None:
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id)
            payment = await self.payments.of_order(db, order_id)
        if order.payment_status == "awaiting" and payment is not None:
            await self._capture_unlocked(order, payment)

    async def take(self, order: Order, intent: Intent) -> Intent:
        key = f"capture:{order.id}:{secrets.token_hex(8)}"
        return await self.gateway.capture_intent(key, intent.id, self.amount_for(order))


PARTS = {"captures": ManyCaptures}
