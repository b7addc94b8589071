"""The cart's completion captures without looking; refused, it cancels; refused again, it refunds.

A shop that believes in manual capture meets a payment that Stripe took at once. The capture fails
("already been captured"), the compensation cannot cancel what has succeeded, so it gives the money
back: the shopper is charged and refunded, and has no order.
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.carts import Cart, Carts
from reference_backend.payments import Payment
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_objects import Intent

INCIDENT = "founding incident 1; medusajs/medusa#6370, #13301, #12674"


class BlindCarts(Carts):
    """Never asks how the payment stands."""

    async def _money_for(self, cart: Cart, payment: Payment) -> Intent:
        intent_id = payment.payment_intent_id
        if intent_id is None:
            raise problems.PAYMENT_REQUIRED("No payment was begun for this cart.")
        try:
            return await self.gateway.capture_intent(
                f"capture:{cart.id}", intent_id, cart.total_minor
            )
        except Refused as refusal:
            await self._free(cart)
            try:
                await self.gateway.cancel_intent(
                    f"cancel:{cart.id}", intent_id, "requested_by_customer"
                )
            except Refused:
                await self._refund(payment, intent_id)
            raise problems.PAYMENT_REQUIRED(f"The payment failed: {refusal}") from refusal

    async def _refund(self, payment: Payment, intent_id: str) -> None:
        """Compensation, as the workflow has it: what cannot be cancelled is refunded."""
        await self.gateway.create_refund(
            f"compensate:{payment.id}",
            intent_id=intent_id,
            amount=payment.amount_minor,
            metadata={"payment_id": payment.id},
        )
        # The workflow has failed for good: its payment is used up.
        await self.database.pool.execute(
            "UPDATE payments SET status = 'canceled' WHERE id = $1", payment.id
        )

    async def learn(self, payment: Payment, intent: Intent) -> None:
        """Only the completion makes orders in this shop; its webhook only keeps the books."""


PARTS = {"carts": BlindCarts}
