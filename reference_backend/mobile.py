"""Paying an order from the app: the server confirms with the PaymentMethod that the app collected.

Under a lock on the order: hold the goods back, attach the PaymentMethod to the user's Customer,
make the intent, confirm it. Each try to confirm has a number; before a new try Stripe is asked how
the last one ended, so that an answer that was lost is found, and never paid for again.

Source: incident "a consumed PaymentMethod" (liberapay/liberapay.com#2686); Stripe docs, "Save and
reuse payment methods", "3D Secure authentication".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from reference_backend import problems
from reference_backend.catalogue import Catalogue, Item
from reference_backend.customers import Customers
from reference_backend.database import Database
from reference_backend.intentions import Intentions
from reference_backend.locks import Locks
from reference_backend.orders import MONEY_CAME, Order, Orders
from reference_backend.part import Part
from reference_backend.payments import GOOD, Payment, Payments
from reference_backend.settlement import Settlement
from reference_backend.stock import Stock
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent

RESERVED_FOR_S: Final = 3600.0
"""How long goods are held back for a shopper who is sent to authenticate."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the app is told."""

    status: Literal["success", "requires_action", "error"]
    message: str
    payment: Payment | None = None
    intent: Intent | None = None


class Mobile(Part):
    """Orders that are paid from the app."""

    catalogue: Catalogue
    customers: Customers
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    locks: Locks
    orders: Orders
    payments: Payments
    settlement: Settlement
    stock: Stock

    async def place(self, user_id: str, items: Sequence[Item], currency: str) -> Order:
        """An order to be paid.

        Raises: INVALID.
        """
        async with self.database.transaction() as db:
            lines = await self.catalogue.price(db, items, currency)
            await self.customers.register(db, user_id)
            return await self.orders.create(
                db, flow="mobile", lines=lines, currency=currency, user_id=user_id
            )

    async def pay(self, order_id: str, payment_method: str, *, keeps_card: bool = False) -> Outcome:
        """Pay the order with this PaymentMethod, a new one or a saved card.

        Args:
            keeps_card: the shopper agrees to have the card charged later, while they are away.
        Raises:
            NOT_FOUND, CONFLICT, OUT_OF_STOCK, Unknown
        """
        async with self.locks.holding("order", order_id):
            order, payment, outcome = await self.take_up(order_id)
            if outcome is not None:
                return outcome
            await self.hold_goods(order)
            payment = await self.payments.start_attempt(payment, keeps_card=keeps_card)
            return await self._try(order, payment, payment_method)

    async def take_up(self, order_id: str) -> tuple[Order, Payment, Outcome | None]:
        """The order and the payment to try next; how the last try ended, if it ended well.

        Raises:
            NOT_FOUND, CONFLICT, Unknown
        """
        order, payment = await self._payable(order_id)
        if payment is not None and payment.attempt > 0:  # how did the last try end?
            # The try may have ended before the intent was made: make it as that try would have.
            assert order.user_id is not None
            customer = await self.customers.customer_of(order.user_id)
            intent = await self.payments.open_intent(payment, customer=customer)
            await self.settle(payment, intent)
            if intent.status in GOOD:
                return order, payment, await self.outcome(payment, intent)
            if intent.status == "canceled":
                payment = None
        if payment is None:
            async with self.database.transaction() as db:
                payment = await self.payments.plan(
                    db, order, flow="mobile", order_id=order_id,
                )  # fmt: skip
        return order, payment, None

    async def hold_goods(self, order: Order) -> None:
        """Hold the goods back while the order is being paid.

        Raises: OUT_OF_STOCK.
        """
        async with self.database.transaction() as db:
            await self.stock.reserve(db, order.id, order.lines, ttl_s=RESERVED_FOR_S)

    async def _payable(self, order_id: str) -> tuple[Order, Payment | None]:
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id)
            payment = await self.payments.of_order(db, order_id)
        if order.flow != "mobile":
            raise problems.NOT_FOUND(f"There is no order {order_id} in the app.")
        if order.state == "cancelled":
            raise problems.CONFLICT("The order is cancelled.")
        if order.payment_status in MONEY_CAME and payment is None:
            raise problems.ALREADY_PAID()
        return order, payment

    async def _try(self, order: Order, payment: Payment, payment_method: str) -> Outcome:
        """One try: attach, make the intent, confirm."""
        assert order.user_id is not None
        attempt = payment.attempt
        try:
            customer, attached = await self.usable(order.user_id, payment_method, payment, attempt)
            intent = await self.payments.open_intent(payment, customer=customer)
            intent = await self.confirm_intent(payment, intent, attached, attempt)
        except Refused as refused:
            return await self.refused(order, payment, refused)
        await self.settle(payment, intent)
        return await self.outcome(payment, intent)

    async def usable(
        self, user_id: str, payment_method: str, payment: Payment, attempt: int
    ) -> tuple[str | None, str]:
        """Make the PaymentMethod one that may be used more than once: attach it first."""
        customer = await self.customers.customer_of(user_id)
        attached = await self.intentions.carry_out(
            f"attach:{payment.id}:{attempt}",
            lambda key: self.gateway.attach(key, payment_method, customer),
        )
        return customer, attached

    async def confirm_intent(
        self, payment: Payment, intent: Intent, payment_method: str, attempt: int
    ) -> Intent:
        """Have Stripe take the money, once for each attempt."""

        async def done() -> Intent | None:
            now = await self.gateway.retrieve_intent(intent.id)
            return now if now.status in GOOD | {"requires_action"} else None

        return await self.intentions.carry_out(
            f"confirm:{payment.id}:{attempt}",
            lambda key: self.gateway.confirm_intent(
                key, intent.id, payment_method, keeps_card=payment.keeps_card
            ),
            find=done,
        )

    async def refused(self, order: Order, payment: Payment, refusal: Refused) -> Outcome:
        """The card, or Stripe, says no: the goods are free again, the order can be paid anew."""
        async with self.database.transaction() as db:
            if refusal.intent is not None:
                await self.settlement.settle(db, payment, refusal.intent)
            order = await self.orders.get(db, order.id, lock=True)
            if order.payment_status in {"pending", "failed"}:
                await self.orders.set_status(db, order, "failed", reason=str(refusal))
                await self.stock.release(db, order.id)
        return Outcome("error", str(refusal), payment, refusal.intent)

    async def finish(self, order_id: str) -> Outcome:
        """The shopper is back from 3-D Secure: how did it end?

        Raises:
            NOT_FOUND, CONFLICT, Unknown
        """
        async with self.locks.holding("order", order_id):
            _, payment = await self._payable(order_id)
            if payment is None or payment.payment_intent_id is None:
                raise problems.CONFLICT("No payment was begun for this order.")
            intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
            await self.settle(payment, intent)
            return await self.outcome(payment, intent)

    async def settle(self, payment: Payment, intent: Intent) -> None:
        async with self.database.transaction() as db:
            await self.settlement.settle(db, payment, intent)

    async def outcome(self, payment: Payment, intent: Intent) -> Outcome:
        match intent.status:
            case "succeeded" | "requires_capture":
                return Outcome("success", "The order is paid.", payment, intent)
            case "processing":
                return Outcome("success", "The payment is on its way.", payment, intent)
            case "requires_action":
                return Outcome(
                    "requires_action", "The payment has to be authenticated.", payment, intent
                )
            case _:
                message = intent.error_message or "The payment was not made."
                return Outcome("error", message, payment, intent)
