"""Every order is captured, also one whose money Stripe took at once.

The shop knows one way to be paid: hold, then capture. Where the payment is captured automatically
the second capture is refused, and an order that was paid is marked as failed to be paid.
"""

from __future__ import annotations

from reference_backend.captures import Captures
from reference_backend.stripe_errors import Refused

INCIDENT = "medusajs/medusa#6370, #13301"


class BelievingCaptures(Captures):
    """Does not ask whether there is anything to capture."""

    async def capture(self, order_id: str) -> None:
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                payment = await self.payments.of_order(db, order_id)
            if payment is None or payment.payment_intent_id is None:
                return
            try:
                intent = await self.gateway.capture_intent(
                    f"capture:{order_id}:{order.version}",
                    payment.payment_intent_id,
                    self.amount_for(order),
                )
            except Refused as refusal:
                await self.capture_failed(order, str(refusal))
                return
            async with self.database.transaction() as db:
                await self.settlement.settle(db, payment, intent)


PARTS = {"captures": BelievingCaptures}
