"""Carts, and how a cart becomes an order.

Completion, under a lock on the cart: hold the goods back, ask Stripe how the payment stands, place
the order on whatever it finds. Money that is taken is not taken again, money that is held is
captured (at once, or when the grace period ends), and where there is neither, the goods are free
again and the cart is as it was. Completed once more, by whomever, the cart gives the same order.

Source: incident "captured already" (medusajs/medusa#6370, #13301): a completion that believed in
manual capture captured, cancelled and refunded a payment that was fine.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reference_backend import problems
from reference_backend.captures import Captures
from reference_backend.catalogue import Catalogue, Item
from reference_backend.coupons import Coupons
from reference_backend.customers import Customers
from reference_backend.database import Connection, Database
from reference_backend.intentions import Intentions
from reference_backend.locks import Locks
from reference_backend.money import Money
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.payments import GOOD, Payment, Payments, refuse_unpaid
from reference_backend.settlement import Settlement
from reference_backend.stock import Line, Stock
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent

RESERVED_FOR_S: Final = 900.0
"""How long goods are held back for a completion that was never finished (a crash, say)."""


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart. The total is minor units."""

    id: str
    currency: str
    email: str | None
    user_id: str | None
    total_minor: int
    coupon: str | None
    lines: tuple[Line, ...]


class Carts(Part):
    """The shopping carts."""

    captures: Captures
    catalogue: Catalogue
    coupons: Coupons
    customers: Customers
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    locks: Locks
    money: Money
    orders: Orders
    payments: Payments
    settlement: Settlement
    stock: Stock

    async def create(
        self,
        items: Sequence[Item],
        currency: str,
        email: str | None,
        user_id: str | None = None,
    ) -> Cart:
        """A cart of a user, or of a guest.

        Raises: INVALID: see `Catalogue.price`.
        """
        cart_id = f"cart_{secrets.token_hex(12)}"
        async with self.database.transaction() as db:
            lines = await self.catalogue.price(db, items, currency)
            if user_id is not None:
                await self.customers.register(db, user_id)
            await db.execute(
                "INSERT INTO carts (id, currency, email, user_id, total_minor)"
                " VALUES ($1, $2, $3, $4, $5)",
                cart_id, currency, email, user_id, self.money.total(lines),
            )  # fmt: skip
            await self._write_lines(db, cart_id, lines)
            return await self.get(db, cart_id)

    async def get(self, db: Connection, cart_id: str) -> Cart:
        """Raises: NOT_FOUND."""
        row = await db.fetchrow("SELECT * FROM carts WHERE id = $1", cart_id)
        if row is None:
            raise problems.NOT_FOUND(f"There is no cart {cart_id}.")
        lines = await db.fetch(
            "SELECT sku, quantity, unit_amount_minor, title FROM cart_lines"
            " WHERE cart_id = $1 ORDER BY sku",
            cart_id,
        )
        return Cart(
            row["id"], row["currency"], row["email"], row["user_id"], row["total_minor"],
            row["coupon"], tuple(Line(*line) for line in lines),
        )  # fmt: skip

    async def edit(self, cart_id: str, items: Sequence[Item]) -> Cart:
        """Change what a cart holds, and first call off the payment of what it held before.

        Raises:
            NOT_FOUND, CONFLICT, INVALID, Refused, Unknown
        """
        async with self.locks.holding("cart", cart_id):
            async with self.database.transaction() as db:
                cart = await self.get(db, cart_id)
                if await self.orders.of_cart(db, cart_id) is not None:
                    raise problems.CONFLICT("The cart is an order already.")
                lines = await self.catalogue.price(db, items, cart.currency)
                payment = await self.payments.of_cart(db, cart_id)
                total = await self._total(db, lines, cart.coupon)
            if payment is not None:
                await self._drop(cart, payment)
            async with self.database.transaction() as db:
                await db.execute("DELETE FROM cart_lines WHERE cart_id = $1", cart_id)
                await self._write_lines(db, cart_id, lines)
                await db.execute("UPDATE carts SET total_minor = $2 WHERE id = $1", cart_id, total)
                return await self.get(db, cart_id)

    async def apply_coupon(self, cart_id: str, code: str) -> Cart:
        """Take off what the coupon says; it is spent when the order is placed.

        Raises:
            NOT_FOUND, CONFLICT, INVALID, COUPON_USED_UP, Refused, Unknown
        """
        async with self.locks.holding("cart", cart_id):
            async with self.database.transaction() as db:
                cart = await self.get(db, cart_id)
                if await self.orders.of_cart(db, cart_id) is not None:
                    raise problems.CONFLICT("The cart is an order already.")
                await self.coupons.usable(db, code, cart.currency)
                total = await self._total(db, cart.lines, code)
                payment = await self.payments.of_cart(db, cart_id)
            if payment is not None:
                await self._drop(cart, payment)
            async with self.database.transaction() as db:
                await db.execute(
                    "UPDATE carts SET coupon = $2, total_minor = $3 WHERE id = $1",
                    cart_id, code, total,
                )  # fmt: skip
                return await self.get(db, cart_id)

    async def _total(self, db: Connection, lines: Sequence[Line], coupon: str | None) -> int:
        """Raises: INVALID: the coupon takes off all that it costs, and nothing cannot be paid."""
        total = self.money.total(lines) - await self.coupons.off(db, coupon)
        if total <= 0:
            raise problems.INVALID(f"The coupon {coupon} is worth more than the cart.")
        return total

    async def _write_lines(self, db: Connection, cart_id: str, lines: Sequence[Line]) -> None:
        await db.executemany(
            "INSERT INTO cart_lines (cart_id, sku, title, quantity, unit_amount_minor)"
            " VALUES ($1, $2, $3, $4, $5)",
            [(cart_id, x.sku, x.title, x.quantity, x.unit_amount_minor) for x in lines],
        )

    async def start_payment(
        self, cart_id: str, capture_method: str, *, keeps_card: bool = False
    ) -> Intent:
        """The PaymentIntent that the storefront confirms; asked again, the same one.

        Args:
            keeps_card: the user agrees to have the card charged later, while they are away.
        Raises:
            NOT_FOUND, CONFLICT, INVALID, Refused, Unknown
        """
        async with self.locks.holding("cart", cart_id):
            async with self.database.transaction() as db:
                cart = await self.get(db, cart_id)
                if await self.orders.of_cart(db, cart_id) is not None:
                    raise problems.CONFLICT("The cart is an order already.")
                payment = await self.payments.of_cart(db, cart_id)
            if keeps_card and cart.user_id is None:
                raise problems.INVALID("Only the card of a user can be kept, and this is a guest.")
            wanted = (capture_method, keeps_card)
            if payment is not None and (payment.capture_method, payment.keeps_card) != wanted:
                await self._drop(cart, payment)
                payment = None
            if payment is None:
                async with self.database.transaction() as db:
                    payment = await self.payments.plan(
                        db, cart, flow="cart", capture_method=capture_method, cart_id=cart_id,
                        keeps_card=keeps_card,
                    )  # fmt: skip
            intent = await self._intent(cart, payment)
            if intent.status != "canceled":
                return intent
            async with self.database.transaction() as db:
                await self.payments.note(db, payment, intent)
            raise problems.CONFLICT("The payment was cancelled; begin another.")

    async def _intent(self, cart: Cart, payment: Payment) -> Intent:
        """The payment's intent, made if it is not there yet: by whomever, in the same words.

        Under the same key with other parameters Stripe would refuse it (vendurehq/vendure#3903).
        """
        customer = None
        if cart.user_id is not None and payment.payment_intent_id is None:
            customer = await self.customers.customer_of(cart.user_id)
        return await self.payments.open_intent(payment, customer=customer, email=cart.email)

    async def _drop(self, cart: Cart, payment: Payment) -> None:
        """Give up a payment that was not made: its intent must not be paid beside the next one."""
        intent = await self._intent(cart, payment)
        if intent.status in GOOD:
            raise problems.CONFLICT("The cart is being paid for; complete it.")
        if intent.status != "canceled":
            intent = await self.intentions.carry_out(
                f"cancel:{payment.id}",
                lambda key: self.gateway.cancel_intent(key, intent.id, "abandoned"),
            )
        async with self.database.transaction() as db:
            await self.payments.note(db, payment, intent)

    async def complete(self, cart_id: str, *, capture_now: bool) -> Order:
        """Make the cart an order.

        Args:
            capture_now: capture what is authorized at once, without a grace period.
        Raises:
            NOT_FOUND, OUT_OF_STOCK, PAYMENT_REQUIRED, ACTION_REQUIRED, CARD_DECLINED, Unknown
        """
        async with self.locks.holding("cart", cart_id):
            async with self.database.transaction() as db:
                cart = await self.get(db, cart_id)
                order = await self.orders.of_cart(db, cart_id)
                payment = await self.payments.of_cart(db, cart_id)
            if order is None:
                if payment is None:
                    raise problems.PAYMENT_REQUIRED("No payment was begun for this cart.")
                order = await self._complete_unlocked(cart, payment)
        if capture_now:
            await self.captures.capture(order.id)
        async with self.database.transaction() as db:
            return await self.orders.get(db, order.id)

    async def learn(self, payment: Payment, intent: Intent) -> None:
        """News of a payment before there is an order: paid is paid, whoever says so first."""
        assert payment.cart_id is not None
        if intent.status not in GOOD:
            async with self.database.transaction() as db:
                await self.payments.note(db, payment, intent)
            return
        async with self.locks.holding("cart", payment.cart_id):
            async with self.database.transaction() as db:
                cart = await self.get(db, payment.cart_id)
                payment = await self.payments.get(db, payment.id)
                if payment.order_id is not None:  # the completion was faster
                    await self.settlement.settle(db, payment, intent)
                    return
                order = await self.orders.of_cart(db, cart.id)
                if order is not None:  # placed on another payment: this one is one too many
                    payment = await self.payments.assign(db, payment, order)
                    await self.settlement.settle(db, payment, intent)
                    return
            try:
                await self._complete_unlocked(cart, payment)
            except problems.Problem as problem:
                # Asked for the newest truth, Stripe says that the money is not there any more; or
                # the goods are gone and the money goes back. There is no order to make either way.
                if problem.spec is problems.CONFLICT:
                    raise

    async def _complete_unlocked(self, cart: Cart, payment: Payment) -> Order:
        """The cart's lock is held by the caller."""
        try:
            async with self.database.transaction() as db:
                await self.stock.reserve(db, cart.id, cart.lines, ttl_s=RESERVED_FOR_S)
        except problems.Problem:
            await self._undo(cart, payment, "out_of_stock")
            raise
        intent = await self._money_for(cart, payment)
        try:
            async with self.database.transaction() as db:
                return await self._place(db, cart, payment, intent)
        except problems.Problem:
            await self._free(cart)
            await self._undo(cart, payment, "coupon_used_up")
            raise

    async def _money_for(self, cart: Cart, payment: Payment) -> Intent:
        """The cart's payment, which must have the money or a promise of it.

        Raises: as `complete`; the goods are free again, unless it is not known (Unknown).
        """
        try:
            intent = await self._intent(cart, payment)
        except Refused:
            await self._free(cart)
            raise
        if intent.status in GOOD and intent.amount == cart.total_minor:
            return intent
        await self._free(cart)
        async with self.database.transaction() as db:
            await self.payments.note(db, payment, intent)
        if intent.status in GOOD:
            raise problems.CONFLICT("The payment is for another amount than the cart's.")
        raise refuse_unpaid(intent)

    async def _free(self, cart: Cart) -> None:
        async with self.database.transaction() as db:
            await self.stock.release(db, cart.id)

    async def _place(self, db: Connection, cart: Cart, payment: Payment, intent: Intent) -> Order:
        order = await self.orders.create(
            db, flow="cart", state="placed", lines=cart.lines, currency=cart.currency,
            cart_id=cart.id, email=cart.email, user_id=cart.user_id,
        )  # fmt: skip
        if cart.coupon is not None:
            await self.coupons.take_off(db, order, cart.coupon)
            await self.coupons.spend(db, order, cart.coupon)
        await self.stock.hand_over(db, cart.id, order.id)
        payment = await self.payments.assign(db, payment, order)
        await self.settlement.settle(db, payment, intent)
        return await self.orders.get(db, order.id)

    async def _undo(self, cart: Cart, payment: Payment, why: str) -> None:
        """There is no order to be made. If the shopper has paid, the money goes back, on record."""
        intent = await self._intent(cart, payment)
        if intent.status not in GOOD:
            return
        async with self.database.transaction() as db:
            # Without its cart: that one stays free to become another order.
            order = await self.orders.create(
                db, flow="cart", state="cancelled", lines=cart.lines, currency=cart.currency,
                email=cart.email, user_id=cart.user_id,
            )  # fmt: skip
            if cart.coupon is not None:
                await self.coupons.take_off(db, order, cart.coupon)
            await self.orders.set_status(db, order, "cancelled", reason=why)
            payment = await self.payments.assign(db, payment, order)
            await self.payments.note(db, payment, intent)
            await self.payments.give_back(db, payment, order, why)
