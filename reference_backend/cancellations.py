"""Calling an order off: what is held is let go, what was taken goes back, the goods are free.

A shopper may call an order off while its money is only held; once it is taken, an admin may, and
then the money is refunded.
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.checkout import Checkout
from reference_backend.database import Database
from reference_backend.locks import Locks
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.payments import GOOD, Payment, Payments
from reference_backend.refunds import Refunds
from reference_backend.settlement import Settlement
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway


class Cancellations(Part):
    """Calls orders off."""

    checkout: Checkout
    database: Database
    gateway: StripeGateway
    locks: Locks
    orders: Orders
    payments: Payments
    refunds: Refunds
    settlement: Settlement

    async def cancel(self, order_id: str, *, by_admin: bool) -> Order:
        """Call the order off; one that is off already stays so.

        Raises:
            NOT_FOUND, CONFLICT, Refused, Unknown
        """
        refund = False
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                payment = await self.payments.of_order(db, order_id)
            if order.state == "cancelled":
                return order
            if order.payment_status == "awaiting" and payment is not None:
                await self._let_go(payment)
            elif order.payment_status in {"pending", "failed", "cancelled"}:
                await self._give_up(order, payment)
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
            if order.payment_status in {"captured", "paid"} and by_admin:
                refund = True
            elif order.state != "cancelled":
                raise problems.CONFLICT(f"The order is {order.payment_status}.")
        if refund:
            await self._take_back(order)
        async with self.database.transaction() as db:
            return await self.orders.get(db, order_id)

    async def _let_go(self, payment: Payment) -> None:
        """Cancel the authorization, unless it was captured meanwhile."""
        assert payment.payment_intent_id is not None
        intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
        if intent.status == "requires_capture":
            try:
                intent = await self.refunds.cancel_hold(payment, intent)
            except Refused:
                intent = await self.gateway.retrieve_intent(intent.id)
        async with self.database.transaction() as db:
            await self.settlement.settle(db, payment, intent)

    async def _give_up(self, order: Order, payment: Payment | None) -> None:
        """Nothing was paid: see to it that nothing can be, then call the order off."""
        await self.checkout.close_live_session(order)
        if payment is not None and payment.payment_intent_id is not None:
            intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
            if intent.status not in GOOD | {"canceled"} and order.flow != "hosted":
                intent = await self.refunds.cancel_hold(payment, intent)
            async with self.database.transaction() as db:
                await self.settlement.settle(db, payment, intent)
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order.id, lock=True)
            if order.payment_status in {"pending", "failed", "cancelled"}:
                await self.settlement.call_off(db, order, "The order was cancelled.")

    async def _take_back(self, order: Order) -> None:
        """The money was taken: refund what is left of it, and put the goods back."""
        async with self.database.transaction() as db:
            payment = await self.payments.of_order(db, order.id)
            assert payment is not None
            left = payment.captured_minor - await self.refunds.given_back(db, payment.id)
        if left > 0:
            await self.refunds.refund(
                order.id, left, reason="cancelled", request_key=f"cancel:{order.id}"
            )
        async with self.database.transaction() as db:
            current = await self.orders.get(db, order.id, lock=True)
            await self.orders.set_status(
                db, current, current.payment_status, state="cancelled",
                reason="The order was cancelled.",
            )  # fmt: skip
            await self.orders.record(db, order.id, "cancelled", by="admin")
            await self.settlement.put_stock_back(db, current)
