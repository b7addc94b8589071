"""A refund is looked up by its order, and not by its payment.

The shopper was charged twice, and the second charge is given back. The order was paid by the first,
and is called refunded.
"""

from __future__ import annotations

from dataclasses import replace

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.refunds import Refunds

INCIDENT = "pretix/pretix#343"


class RefundsOfOrders(Refunds):
    """Asks whose order it was, and not which payment."""

    async def _restate(self, db: Connection, order: Order, payment: Payment) -> None:
        await super()._restate(db, order, replace(payment, superfluous=False))


PARTS = {"refunds": RefundsOfOrders}
