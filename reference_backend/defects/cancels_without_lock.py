"""A cancellation takes no lock, and does not read what Stripe answers.

The grace period ends as the shopper presses Cancel. The worker captures; Stripe refuses to cancel
what is captured; the order is called cancelled all the same, and its money is kept.
"""

from __future__ import annotations

import contextlib

from reference_backend.cancellations import Cancellations
from reference_backend.orders import Order
from reference_backend.stripe_errors import Refused

INCIDENT = "woocommerce/woocommerce-gateway-stripe#1378; duncanmcclean/statamic-cargo#143"


class BlindCancellations(Cancellations):
    """Is sure that it was in time."""

    async def cancel(self, order_id: str, *, by_admin: bool) -> Order:
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id)
            payment = await self.payments.of_order(db, order_id)
        if order.payment_status != "awaiting" or payment is None:
            return await super().cancel(order_id, by_admin=by_admin)
        assert payment.payment_intent_id is not None
        intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
        with contextlib.suppress(Refused):
            await self.refunds.cancel_hold(payment, intent)
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id, lock=True)
            await self.settlement.call_off(db, order, "The order was cancelled.")
            return await self.orders.get(db, order_id)


PARTS = {"cancellations": BlindCancellations}
