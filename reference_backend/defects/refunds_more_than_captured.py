"""A whole refund asks for what the order was authorized for, not for what was taken.

The order had become cheaper before it was captured, or part of it was refunded already. Stripe
refuses to give back more than there is, and the shopper gets nothing.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.refunds import Refund, Refunds

INCIDENT = "woocommerce/woocommerce-gateway-stripe#738, #757, #2799"


class GenerousRefunds(Refunds):
    """Knows one amount for each payment."""

    async def _request(  # as the sound one
        self,
        db: Connection,
        order: Order,
        payment: Payment,
        amount_minor: int | None,
        reason: str,
        request_key: str | None,
    ) -> Refund:
        refund = await super()._request(db, order, payment, amount_minor, reason, request_key)
        if amount_minor is not None:
            return refund
        await db.execute(
            "UPDATE refunds SET amount_minor = $2 WHERE id = $1", refund.id, payment.amount_minor
        )
        return Refund(
            refund.id, refund.payment_id, payment.amount_minor, reason, refund.state, None
        )


PARTS = {"refunds": GenerousRefunds}
