"""Delayed capture: when the grace period ends, for what the order costs then.

The end of the period wakes a worker; a sweep looks for what was overlooked. Both may come for one
order, from several processes: the first captures, the next finds it done.

Capturing, under a lock on the order: look at the intent first. Captured or cancelled already means
that there is nothing to do but to believe it. A total above what is held raises the authorization
first; a total below captures less, and the rest is released.

Source: Stripe docs, "Place a hold on a payment method"; "Increment an authorization".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reference_backend import problems
from reference_backend.alerts import Alerts
from reference_backend.catalogue import Catalogue, Item
from reference_backend.coupons import Coupons
from reference_backend.database import Database
from reference_backend.intentions import Intentions
from reference_backend.jobs import Jobs
from reference_backend.locks import Locks
from reference_backend.money import Money
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.payments import Payment, Payments
from reference_backend.settlement import Settlement
from reference_backend.stock import Stock
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import SETTLED, Intent

RENEW_MARGIN_S: Final = 24 * 3600
"""A hold is renewed, or captured, at least this long before it would expire."""
CAPTURE_MARGIN_S: Final = 12 * 3600
"""A hold that was not renewed by then is captured, whatever keeps it from being renewed."""
SWEEP: Final = """
SELECT order_id, max(payment_id) AS payment_id, bool_or(due) AS due FROM (
    SELECT orders.id AS order_id, payments.id AS payment_id,
        grace_ends_at <= at OR capture_before <= at + make_interval(secs => $3) AS due
    FROM orders JOIN payments ON order_id = orders.id,
        LATERAL (SELECT now() + make_interval(secs => $1) AS at) AS moment
    WHERE payment_status = 'awaiting' AND failure_reason IS NULL AND NOT superfluous
      AND (grace_ends_at <= at OR capture_before <= at + make_interval(secs => $2))
) AS soon GROUP BY order_id"""


class Captures(Part):
    """Takes what is held."""

    alerts: Alerts
    catalogue: Catalogue
    coupons: Coupons
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    jobs: Jobs
    locks: Locks
    money: Money
    orders: Orders
    payments: Payments
    settlement: Settlement
    stock: Stock

    async def capture(self, order_id: str) -> None:
        """Capture an order that awaits it; any other is left as it is.

        Raises:
            Unknown: not known whether it was captured; ask again.
        """
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                payment = await self.payments.of_order(db, order_id)
            if order.payment_status != "awaiting" or payment is None:
                return
            await self._capture_unlocked(order, payment)

    async def _capture_unlocked(self, order: Order, payment: Payment) -> None:
        assert payment.payment_intent_id is not None
        intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
        if intent.status == "requires_capture":
            try:
                intent = await self.take(order, intent)
            except Refused as refusal:
                # Somebody else may have been faster than our look: only the newest truth counts.
                intent = await self.gateway.retrieve_intent(intent.id)
                if intent.status not in SETTLED:
                    await self.capture_failed(order, str(refusal))
                    return
        async with self.database.transaction() as db:
            await self.settlement.settle(db, payment, intent)

    async def take(self, order: Order, intent: Intent) -> Intent:
        """Capture the order's current total.

        Raises:
            Refused: Stripe, or the card, will not.
            Unknown: in doubt.
        """
        amount = self.amount_for(order)
        if amount > intent.amount_capturable:
            intent = await self.raise_authorization(intent, amount)
        intent_id = intent.id

        async def done() -> Intent | None:
            now = await self.gateway.retrieve_intent(intent_id)
            return now if now.status in SETTLED else None

        return await self.intentions.carry_out(
            f"capture:{intent_id}:{order.version}",  # an order's hold may be another one tomorrow
            lambda key: self.gateway.capture_intent(key, intent_id, amount),
            find=done,
        )

    def amount_for(self, order: Order) -> int:
        """What is to be captured: what the order costs now."""
        return order.total_minor

    async def raise_authorization(self, intent: Intent, amount: int) -> Intent:
        """Have more held than before, where the card allows it."""

        async def done() -> Intent | None:
            now = await self.gateway.retrieve_intent(intent.id)
            return now if now.amount_capturable >= amount else None

        return await self.intentions.carry_out(
            f"increment:{intent.id}:{amount}",
            lambda key: self.gateway.increment_authorization(key, intent.id, amount),
            find=done,
        )

    async def capture_failed(self, order: Order, reason: str) -> None:
        """Stripe will not capture: mark the order, tell the admin, who can try again or cancel."""
        message = f"Capture failed for order {order.id}: {reason}"
        async with self.database.transaction() as db:
            await self.orders.set_status(db, order, "awaiting", reason=message)
            await self.orders.record(db, order.id, "capture_failed", reason=reason)
            await self.alerts.raise_alert(db, "capture_failed", order.id, message)

    async def end_grace(self, order_id: str) -> None:
        """The grace period is over: have the order captured now.

        Raises: NOT_FOUND.
        """
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id, lock=True)
            if order.payment_status != "awaiting":
                return
            await db.execute("UPDATE orders SET grace_ends_at = now() WHERE id = $1", order_id)
            await self.jobs.add(db, "capture", order_id)

    async def sweep(self, ahead_s: float = 0) -> int:
        """Have captured whatever is due, and renewed what would soon be too late.

        Args:
            ahead_s: sweep as if it were so many seconds later.
        Returns:
            How many orders there were.
        """
        async with self.database.transaction() as db:
            found = await db.fetch(
                SWEEP, float(ahead_s), float(RENEW_MARGIN_S), float(CAPTURE_MARGIN_S)
            )
            for row in found:
                if row["due"]:
                    await self.jobs.add(db, "capture", row["order_id"])
                else:
                    await self.jobs.add(db, "renew", row["payment_id"])
            await self.stock.release_lapsed(db)
        return len(found)

    async def edit(self, order_id: str, items: Sequence[Item]) -> Order:
        """Change what an authorized order holds, while its grace period lasts.

        Raises:
            NOT_FOUND, CONFLICT, INVALID, OUT_OF_STOCK, Unknown
        """
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                lines = await self.catalogue.price(db, items, order.currency)
                off = await self.coupons.off(db, order.coupon)
                total = self.money.total(lines) - off
                payment = await self.payments.of_order(db, order_id)
                open_still = await db.fetchval(
                    "SELECT grace_ends_at > now() FROM orders WHERE id = $1", order_id
                )
            if order.payment_status != "awaiting" or not open_still or payment is None:
                raise problems.CONFLICT("The order can no longer be edited.")
            if total <= 0:
                raise problems.INVALID("The order's coupon is worth more than what it would hold.")
            await self._cover(payment, total)
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id, lock=True)
                if order.payment_status != "awaiting":  # its authorization went meanwhile
                    raise problems.CONFLICT("The order can no longer be edited.")
                if await self.orders.has_happened(db, order_id, "stock_decremented"):
                    await self.stock.put_back(db, order.lines)
                    await self.stock.sell(db, lines)
                else:
                    await self.stock.release(db, order_id)
                    await self.stock.reserve(db, order_id, lines)
                await self.orders.write_lines(db, order_id, lines)
                await db.execute(
                    "UPDATE orders SET total_minor = $2, version = version + 1,"
                    " updated_at = now() WHERE id = $1",
                    order_id, total,
                )  # fmt: skip
                await self.orders.record(
                    db, order_id, "edited", total_before=order.total_minor, total=total
                )
                return await self.orders.get(db, order_id)

    async def _cover(self, payment: Payment, total: int) -> None:
        """See to it that the new total is held before the order is changed to it."""
        assert payment.payment_intent_id is not None
        intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
        if intent.status != "requires_capture":
            raise problems.CONFLICT(f"The payment is {intent.status}; it cannot change any more.")
        if total <= intent.amount_capturable:
            return
        try:
            await self.raise_authorization(intent, total)
        except Refused as refusal:
            raise problems.CONFLICT(
                f"The card does not allow to raise the total: {refusal}"
            ) from refusal
