"""A page that was completed and is not paid yet is taken for a failed payment.

The bank needs some days. The shop shows an error and offers another page; the shopper pays there as
well, and then the bank pays, too.
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.checkout import Checkout
from reference_backend.database import Connection
from reference_backend.defects.both_sessions_payable import SCHEMA, UnsuspectingSettlement
from reference_backend.orders import MONEY_CAME, Order

INCIDENT = "gameserverapp/Platform#1216"


class ImpatientSettlement(UnsuspectingSettlement):
    """Paid, or failed."""

    async def under_way(self, db: Connection, order: Order) -> None:
        await self.orders.set_status(db, order, "failed", reason="The payment failed.")


class ForgivingCheckout(Checkout):
    """Offers another page whenever the order is not paid."""

    async def _unpaid(self, order_id: str) -> Order:
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id)
        if order.payment_status in MONEY_CAME:
            raise problems.ALREADY_PAID(f"Order {order_id} is {order.payment_status}.")
        return order

    async def _look_at_completed(self, order: Order) -> None:
        """It failed, did it not?"""


PARTS = {"checkout": ForgivingCheckout, "settlement": ImpatientSettlement}
__all__ = ["PARTS", "SCHEMA"]
