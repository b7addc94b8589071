"""A hold that is about to expire: renewed, or captured early.

Capturing early is the safe way: the money is here. But it ends the time in which the shopper may
still change the order. So it is put off, by a new hold, where all of this is so:

- the order may still be edited (its grace period lasts), so that a capture would break a promise;
- the shopper agreed that the card is charged while they are away;
- the old hold lives long enough for the issuer to be asked again, and the issuer says yes.

In every other case the order is captured now, for what it costs now.

Never are both captured. The new hold is a payment of its own that says which one it renews. The
moment it is known to be held, by whatever way that becomes known, the two change places in one
transaction (`Payments.settle`); from then on the shop captures the new one alone, and lets the old
one go. Killed in between, the next one to come asks under the same key and finds the same hold. A
hold that comes too late, when the old one was captured already, is given back as any duplicate is.

Source: Stripe docs, "Place a hold on a payment method" (a new PaymentIntent is the only way to hold
longer than the card's window allows).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reference_backend.captures import Captures
from reference_backend.customers import Customers
from reference_backend.database import Database
from reference_backend.intentions import Intentions
from reference_backend.locks import Locks
from reference_backend.money import Money
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.payments import Payment, Payments
from reference_backend.settlement import Settlement
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent


@dataclass(frozen=True, slots=True)
class Means:
    """What a new hold is made with."""

    customer: str
    payment_method: str


class Renewals(Part):
    """Keeps holds from expiring."""

    captures: Captures
    customers: Customers
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    locks: Locks
    money: Money
    orders: Orders
    payments: Payments
    settlement: Settlement

    async def renew(self, payment_id: str) -> None:
        """Renew the payment's hold, or capture it; one that was replaced is left alone.

        Raises:
            Unknown: not known whether there is a new hold; ask again.
        """
        async with self.database.transaction() as db:
            order_id = (await self.payments.get(db, payment_id)).order_id
        if order_id is None:
            return
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                payment = await self.payments.get(db, payment_id)
            if order.payment_status != "awaiting" or payment.superfluous:
                return
            means = await self._means(order, payment)
            if means is None or not await self._renewed(order, payment, means):
                await self.captures.capture(order_id)

    async def _means(self, order: Order, payment: Payment) -> Means | None:
        """What a new hold may be made with; None if it may not be made."""
        if order.user_id is None or not payment.keeps_card or payment.payment_method_id is None:
            return None
        editable = await self.database.pool.fetchval(
            "SELECT grace_ends_at > now() FROM orders WHERE id = $1", order.id
        )
        customer = await self.customers.known_customer(order.user_id)
        if not editable or customer is None:
            return None
        return Means(customer, payment.payment_method_id)

    async def _renewed(self, order: Order, payment: Payment, means: Means) -> bool:
        """Hold the order's total anew; says whether the new hold has taken the old one's place."""
        fresh = await self._plan(order, payment)
        try:
            intent = await self.intentions.carry_out(
                f"renew:{fresh.id}",
                lambda key: self.gateway.hold_off_session(
                    key,
                    amount=self.money.charge_amount(fresh.amount_minor, fresh.currency),
                    currency=fresh.currency,
                    metadata=self.payments.metadata_of(fresh),
                    customer=means.customer,
                    payment_method=means.payment_method,
                ),
                find=lambda: self._made(fresh),
            )
        except Refused as refusal:
            await self._drop(order, fresh, refusal.intent, str(refusal))
            return False
        await self.payments.bind(fresh, intent)
        if intent.status != "requires_capture":
            await self._drop(order, fresh, intent, f"The new hold is {intent.status}.")
            return False
        async with self.database.transaction() as db:
            await self.settlement.settle(db, fresh, intent)
        return True

    async def _plan(self, order: Order, payment: Payment) -> Payment:
        """The payment that is to take this one's place: the one that was begun, or a new one."""
        async with self.database.transaction() as db:
            begun = await db.fetchval(
                "SELECT id FROM payments WHERE renews = $1 AND NOT superfluous", payment.id
            )
            if begun is not None:
                return await self.payments.get(db, begun)
            fresh = await self.payments.plan(
                db, order, flow=payment.flow, capture_method="manual", order_id=order.id,
                cart_id=payment.cart_id,
                keeps_card=True,
            )  # fmt: skip
            await db.execute("UPDATE payments SET renews = $2 WHERE id = $1", fresh.id, payment.id)
            return replace(fresh, renews=payment.id)

    async def _made(self, fresh: Payment) -> Intent | None:
        """The new hold, if it was made: with its charge, which says how long it holds."""
        found = await self.payments.find_intent(fresh)
        return None if found is None else await self.gateway.retrieve_intent(found.id)

    async def _drop(self, order: Order, fresh: Payment, intent: Intent | None, reason: str) -> None:
        """There is no new hold: see to it that there will be none, and say why."""
        if intent is not None:
            await self.payments.bind(fresh, intent)
        async with self.database.transaction() as db:
            await self.orders.get(db, order.id, lock=True)  # the order first, as everywhere
            await self.payments.set_aside(db, fresh, "not_renewed")
            await self.orders.record(db, order.id, "hold_not_renewed", reason=reason)
