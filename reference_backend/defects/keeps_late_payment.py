"""A payment that succeeds after its order was called off is kept.

The shopper cancelled, and paid in the other tab; or the bank was slow. There is no order, and the
money stays.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment, Payments

INCIDENT = "woocommerce/woocommerce-gateway-stripe PR#5703, PR#5759; pretix#74"


class KeepingPayments(Payments):
    """Gives nothing back."""

    async def give_back(self, db: Connection, payment: Payment, order: Order, why: str) -> None:
        if why != "order_cancelled":
            await super().give_back(db, payment, order, why)


PARTS = {"payments": KeepingPayments}
