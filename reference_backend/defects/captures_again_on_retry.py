"""A job that captures is tried again from its first line, and captures again.

The first capture was done, and its answer was an error. Nothing asks how the payment stands, and
the key is a new one: Stripe refuses the second, and the order is marked as not captured.
"""

from __future__ import annotations

import secrets

from reference_backend.captures import Captures
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.stripe_errors import Refused

INCIDENT = "duncanmcclean/statamic-cargo PR#143"


class RestartingCaptures(Captures):
    """Each run of the job is the first."""

    async def _capture_unlocked(self, order: Order, payment: Payment) -> None:
        assert payment.payment_intent_id is not None
        key = f"capture:{order.id}:{secrets.token_hex(8)}"
        try:
            intent = await self.gateway.capture_intent(
                key, payment.payment_intent_id, self.amount_for(order)
            )
        except Refused as refusal:
            await self.capture_failed(order, str(refusal))
            return
        async with self.database.transaction() as db:
            await self.settlement.settle(db, payment, intent)


PARTS = {"captures": RestartingCaptures}
