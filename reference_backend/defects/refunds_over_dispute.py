"""A payment is refunded although it is disputed: the shopper's bank has the money already.

The shopper gets it twice, and the shop pays the dispute's fee on top.
"""

from __future__ import annotations

from dataclasses import replace

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.refunds import Refund, Refunds
from reference_backend.stripe_errors import Refused

INCIDENT = "woocommerce/woocommerce-payments#6378; opencollective-api PR#10125; spree_gateway#253"


class UnawareRefunds(Refunds):
    """Does not look at disputes; where Stripe refuses, the order is called refunded anyhow."""

    async def _request(  # as the sound one
        self,
        db: Connection,
        order: Order,
        payment: Payment,
        amount_minor: int | None,
        reason: str,
        request_key: str | None,
    ) -> Refund:
        return await super()._request(
            db, replace(order, disputed=False), payment, amount_minor, reason, request_key
        )

    async def carry_out(self, refund: Refund) -> Refund:
        try:
            return await super().carry_out(refund)
        except Refused:
            async with self.database.transaction() as db:
                payment = await self.payments.get(db, refund.payment_id)
                assert payment.order_id is not None
                order = await self.orders.get(db, payment.order_id, lock=True)
                await self.orders.set_status(db, order, "refunded")
            return replace(refund, state="succeeded")


PARTS = {"refunds": UnawareRefunds}
