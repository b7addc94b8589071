"""Orders made straight from the webhook that says that a payment is authorized, or taken.

Stripe delivers such an event twice at the same moment to two processes; under a lock on the
PaymentIntent one makes the order and takes the goods off the shelf, the other finds it made.

The event is `payment_intent.amount_capturable_updated` or `payment_intent.succeeded`; there is no
`payment_intent.authorized`, whatever shops write. Source: Stripe docs, "Types of events".
"""

from __future__ import annotations

from collections.abc import Sequence

from reference_backend import problems
from reference_backend.catalogue import Catalogue, Item
from reference_backend.database import Connection, Database
from reference_backend.locks import Locks
from reference_backend.money import Money
from reference_backend.orders import Orders
from reference_backend.part import Part
from reference_backend.payments import Bill, Payment, Payments
from reference_backend.settlement import Settlement
from reference_backend.stock import Stock
from reference_backend.stripe_objects import Intent


class Direct(Part):
    """Sales without an order of their own until the money speaks."""

    catalogue: Catalogue
    database: Database
    locks: Locks
    money: Money
    orders: Orders
    payments: Payments
    settlement: Settlement
    stock: Stock

    async def start_payment(
        self, items: Sequence[Item], currency: str, capture_method: str
    ) -> Intent:
        """A PaymentIntent that knows what it is for.

        Raises:
            INVALID, Refused, Unknown
        """
        async with self.database.transaction() as db:
            lines = await self.catalogue.price(db, items, currency)
            bill = Bill(lines, currency, self.money.total(lines))
            payment = await self.payments.plan(
                db, bill, flow="webhook", capture_method=capture_method
            )
        return await self.payments.open_intent(payment)

    async def learn(self, payment: Payment, intent: Intent) -> None:
        """News of a payment that has no order yet."""
        async with (
            self.locks.holding("payment_intent", intent.id),
            self.database.transaction() as db,
        ):
            payment = await self.payments.get(db, payment.id)
            if payment.order_id is not None:
                await self.settlement.settle(db, payment, intent)
            elif intent.status in {"requires_capture", "succeeded"}:
                await self.make_order(db, payment, intent)
            else:
                await self.payments.note(db, payment, intent)

    async def make_order(self, db: Connection, payment: Payment, intent: Intent) -> None:
        """Make the order and take its goods off the shelf, in one transaction."""
        order = await self.orders.create(
            db, flow="webhook", state="placed", lines=payment.lines, currency=payment.currency
        )
        payment = await self.payments.assign(db, payment, order)
        try:
            async with db.transaction():  # a savepoint: what fails here is undone alone
                await self.stock.sell(db, payment.lines)
        except problems.Problem:
            await self.orders.set_status(
                db, order, "cancelled", state="cancelled", reason="out_of_stock"
            )
            await self.payments.note(db, payment, intent)
            await self.payments.give_back(db, payment, order, "out_of_stock")
            return
        await self.orders.record(db, order.id, "stock_decremented")
        await self.settlement.settle(db, payment, intent)
