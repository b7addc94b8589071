"""When a delayed capture goes wrong in any way, the shop cancels the payment, and refunds it.

The rollback of a saga: it does not ask whether the capture was made after all. A payment that was
taken, with only the answer lost, is given back, and the order is off.
"""

from __future__ import annotations

from reference_backend.captures import Captures
from reference_backend.orders import Order
from reference_backend.stripe_errors import Refused, StripeError
from reference_backend.stripe_objects import Intent

INCIDENT = "medusajs/medusa#12674; saleor/saleor PR#9504; founding incident 1"


class RollingBackCaptures(Captures):
    """Compensates before it has looked."""

    async def take(self, order: Order, intent: Intent) -> Intent:
        try:
            return await self.gateway.capture_intent(
                f"capture:{order.id}:{order.version}", intent.id, order.total_minor
            )
        except StripeError as error:
            await self._roll_back(order, intent, str(error))
            return await self.gateway.retrieve_intent(intent.id)

    async def _roll_back(self, order: Order, intent: Intent, reason: str) -> None:
        try:
            await self.gateway.cancel_intent(f"undo:{order.id}", intent.id, "requested_by_customer")
        except Refused:
            await self.gateway.create_refund(
                f"undo:{order.id}:refund",
                intent_id=intent.id,
                amount=order.total_minor,
                metadata={"order_id": order.id},
            )
        async with self.database.transaction() as db:
            await self.settlement.call_off(db, order, f"Capture failed: {reason}")


PARTS = {"captures": RollingBackCaptures}
