"""Settlement: what the state of a payment does to its order.

A table from the intent's status to a move. Every move is told the order as it is, under the
row's lock, and does nothing to an order that is there already or further. Money that belongs to no
living order is given back, and somebody is told.
"""

from __future__ import annotations

from dataclasses import replace

from reference_backend import problems
from reference_backend.alerts import Alerts
from reference_backend.coupons import Coupons
from reference_backend.database import Connection
from reference_backend.jobs import Jobs
from reference_backend.orders import MONEY_CAME, Order, Orders
from reference_backend.part import Part
from reference_backend.payments import GOOD, Payment, Payments
from reference_backend.sessions import Sessions
from reference_backend.settings import Settings
from reference_backend.stock import Stock
from reference_backend.stripe_objects import SETTLED, Intent


class Settlement(Part):
    """Moves orders to where their payment is."""

    alerts: Alerts
    coupons: Coupons
    jobs: Jobs
    orders: Orders
    payments: Payments
    sessions: Sessions
    settings: Settings
    stock: Stock

    async def settle(self, db: Connection, payment: Payment, intent: Intent) -> None:
        """Move the payment's order; the order's row is locked until the transaction ends."""
        if payment.order_id is None:
            raise LookupError(f"{payment.id} has no order")
        order = await self.orders.get(db, payment.order_id, lock=True)
        payment = await self.payments.get(db, payment.id)
        if payment.status in SETTLED and intent.status != payment.status:
            return  # old news
        if intent.status in GOOD and not payment.superfluous:
            rival = await self._rival(db, payment)
            late = order.state == "cancelled" and payment.status != intent.status
            if rival and not late and await self._renewed(db, order, payment):
                pass  # the rival was the old hold; it has made way
            elif rival or late:
                await self.payments.give_back(
                    db, payment, order, "duplicate" if rival else "order_cancelled"
                )
                payment = replace(payment, superfluous=True)
        await self.payments.note(db, payment, intent)
        if not payment.superfluous:
            await self.move(db, order, payment, intent)

    async def _rival(self, db: Connection, payment: Payment) -> bool:
        """Whether another payment of the same order has the money, or a promise of it."""
        rival: bool = await db.fetchval(
            "SELECT EXISTS (SELECT 1 FROM payments WHERE order_id = $1 AND id <> $2"
            " AND NOT superfluous AND status = ANY ($3))",
            payment.order_id, payment.id, list(GOOD),
        )  # fmt: skip
        return rival

    async def _renewed(self, db: Connection, order: Order, payment: Payment) -> bool:
        """Put this hold in the place of the one that it renews, if that is still but a hold."""
        if payment.renews is None or order.payment_status != "awaiting":
            return False
        old = await self.payments.get(db, payment.renews)
        if old.superfluous or old.status != "requires_capture":
            return False
        await self.payments.set_aside(db, old, "renewed")
        await self.orders.record(
            db, order.id, "hold_renewed", old=old.payment_intent_id, new=payment.payment_intent_id
        )
        return True

    async def move(self, db: Connection, order: Order, payment: Payment, intent: Intent) -> None:
        """Move the order to where its payment's intent is."""
        if order.payment_status in MONEY_CAME or order.state == "cancelled":
            return
        match intent.status:
            case "succeeded":
                await self.money_came(db, order, payment, intent)
            case "requires_capture":
                await self.authorized(db, order, payment)
            case "processing":
                await self.under_way(db, order)
            case "requires_payment_method" if intent.error_message is not None:
                await self.failed(db, order, intent)
            case "canceled":
                await self.canceled(db, order)
            case _:
                pass  # the shopper has not finished; nothing is known that was not

    async def money_came(
        self, db: Connection, order: Order, payment: Payment, intent: Intent
    ) -> None:
        """The money is here: the goods leave the shelf, and may be sent."""
        if not await self.take_stock(db, order):
            await self.orders.set_status(
                db, order, "cancelled", state="cancelled", reason="out_of_stock"
            )
            await self.stock.release(db, order.id)
            await self.coupons.give_back(db, order)
            await self.payments.give_back(db, payment, order, "out_of_stock")
            return
        status = "paid" if order.flow == "hosted" else "captured"
        await self.orders.set_status(db, order, status, state="placed")
        await self.orders.record_all(
            db,
            order.id,
            {
                "paid": {"amount": intent.amount_received, "intent": intent.id},
                "order.payment_captured": {"amount": intent.amount_received},
                "fulfilled": {},
            },
        )
        if intent.amount_received != order.total_minor or intent.currency != order.currency:
            await self.alerts.raise_alert(
                db, "amount_differs", order.id,
                f"Order {order.number}: {intent.amount_received} {intent.currency} was taken for"
                f" {order.total_minor} {order.currency}.",
            )  # fmt: skip

    async def take_stock(self, db: Connection, order: Order) -> bool:
        """Take the goods off the shelf, once; says whether they are there."""
        if await self.orders.has_happened(db, order.id, "stock_decremented"):
            return True
        try:
            async with db.transaction():  # a savepoint: what fails here is undone alone
                # What was held back is enough, unless it lapsed meanwhile; then take what is free.
                await self.stock.reserve(db, order.id, order.lines)
                await self.stock.sell_reserved(db, order.id)
                await self.orders.record(db, order.id, "stock_decremented")
        except problems.Problem:
            return False
        return True

    async def authorized(self, db: Connection, order: Order, payment: Payment) -> None:
        """The money is held: the grace period begins, and at its end the capture is due."""
        if order.payment_status == "awaiting":
            return
        grace_s = self.settings.grace_s
        await db.execute(
            "UPDATE orders SET payment_status = 'awaiting', state = 'placed',"
            " failure_reason = NULL, grace_ends_at = now() + make_interval(secs => $2),"
            " updated_at = now() WHERE id = $1",
            order.id, grace_s,
        )  # fmt: skip
        await self.orders.record(db, order.id, "authorized", intent=payment.payment_intent_id)
        await self.jobs.add(db, "capture", order.id, delay_s=max(grace_s, 0.001))

    async def under_way(self, db: Connection, order: Order) -> None:
        """The money is on its way, for days perhaps: nothing leaves before it is here."""
        if order.payment_status in {"pending", "failed"}:
            await self.orders.set_status(db, order, "processing")
            await self.orders.record(db, order.id, "processing")

    async def failed(self, db: Connection, order: Order, intent: Intent) -> None:
        """The payment was refused; what was held back goes, unless the shopper is still at it."""
        if order.payment_status not in {"pending", "processing"}:
            return
        reason = intent.error_message or "The payment failed."
        called_off = order.flow == "cart"  # the cart is as it was, and can be paid for again
        await self.orders.set_status(
            db, order, "failed", state="cancelled" if called_off else None, reason=reason
        )
        await self.orders.record(db, order.id, "failed", reason=reason)
        if called_off:
            await self.coupons.give_back(db, order)
        if not await self.sessions.is_open(db, order.id):
            await self.stock.release(db, order.id)

    async def canceled(self, db: Connection, order: Order) -> None:
        """The authorization is gone: cancelled by us, in the dashboard, or expired."""
        if order.payment_status not in {"awaiting", "processing"}:
            return  # nothing was promised: the next try is another payment
        await self.call_off(db, order, "The authorization was cancelled or has expired.")

    async def call_off(self, db: Connection, order: Order, reason: str) -> None:
        """The order is off; what it held or took goes back on the shelf."""
        await self.orders.set_status(db, order, "cancelled", state="cancelled", reason=reason)
        await self.orders.record(db, order.id, "cancelled", reason=reason)
        await self.put_stock_back(db, order)
        await self.coupons.give_back(db, order)

    async def put_stock_back(self, db: Connection, order: Order) -> None:
        """What the order held or took goes back on the shelf, once."""
        await self.stock.release(db, order.id)
        if await self.orders.has_happened(db, order.id, "stock_decremented") and (
            not await self.orders.has_happened(db, order.id, "stock_returned")
        ):
            await self.stock.put_back(db, order.lines)
            await self.orders.record(db, order.id, "stock_returned")
