"""Hosted checkout: the shopper pays on Stripe's page, and a webhook says how it ended.

The order is there, pending, before the shopper is sent away, with its goods held back. A session
that did not lead to payment can be followed by another one for the same order; the old one is
expired at Stripe first, so that one order is never paid through two sessions.

The order's payment is never judged by the session alone: where a session names a PaymentIntent,
that is asked for and settled as any other.

Source: Stripe docs, "Fulfill orders", "Checkout Session expiration".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reference_backend import problems
from reference_backend.catalogue import Catalogue, Item
from reference_backend.database import Connection, Database
from reference_backend.intentions import Intentions
from reference_backend.locks import Locks
from reference_backend.money import Money
from reference_backend.news import News
from reference_backend.orders import MONEY_CAME, Order, Orders
from reference_backend.part import Part
from reference_backend.sessions import LIVE, Sessions
from reference_backend.settings import Settings
from reference_backend.stock import Stock
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import CheckoutSession

RESERVED_FOR_S: Final = 25 * 3600.0
"""An hour longer than a session lives, should the news of its end be lost."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that the shopper can be sent to."""

    order_id: str
    session_id: str
    url: str


class Checkout(Part):
    """Sells through Stripe's own page."""

    catalogue: Catalogue
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    locks: Locks
    money: Money
    news: News
    orders: Orders
    sessions: Sessions
    settings: Settings
    stock: Stock

    async def open(
        self, items: Sequence[Item], currency: str, email: str | None, base_url: str
    ) -> Opened:
        """A pending order, and a page to pay it on.

        Raises:
            INVALID, OUT_OF_STOCK, Refused, Unknown
        """
        async with self.database.transaction() as db:
            lines = await self.catalogue.price(db, items, currency)
            order = await self.orders.create(
                db, flow="hosted", lines=lines, currency=currency, email=email
            )
            await self.stock.reserve(db, order.id, lines, ttl_s=RESERVED_FOR_S)
        async with self.locks.holding("order", order.id):
            return await self._open_session(order, base_url)

    async def retry(self, order_id: str, base_url: str) -> Opened:
        """Another page for an order whose first one led to nothing.

        Raises:
            NOT_FOUND, ALREADY_PAID, CONFLICT, OUT_OF_STOCK, Refused, Unknown
        """
        async with self.locks.holding("order", order_id):
            order = await self._unpaid(order_id)
            await self.close_live_session(order)
            await self._look_at_completed(order)
            order = await self._unpaid(order_id)  # the old session may have been paid just now
            async with self.database.transaction() as db:
                await self.stock.reserve(db, order_id, order.lines, ttl_s=RESERVED_FOR_S)
                await self.orders.set_status(db, order, "pending")
            return await self._open_session(order, base_url)

    async def _unpaid(self, order_id: str) -> Order:
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id)
        if order.flow != "hosted":
            raise problems.NOT_FOUND(f"There is no order {order_id} with a hosted checkout.")
        if order.payment_status in MONEY_CAME:
            raise problems.ALREADY_PAID(f"Order {order_id} is {order.payment_status}.")
        if order.payment_status in {"processing", "awaiting"} or order.state == "cancelled":
            raise problems.CONFLICT(f"Order {order_id} is {order.payment_status}.")
        return order

    async def _open_session(self, order: Order, base_url: str) -> Opened:
        async with self.database.transaction() as db:
            generation: int = await db.fetchval(
                "INSERT INTO checkout_sessions (order_id, generation) VALUES ($1, 1 + ("
                " SELECT count(*) FROM checkout_sessions WHERE order_id = $1))"
                " RETURNING generation",
                order.id,
            )
        try:
            session = await self._ask_for_session(order, generation, base_url)
        except Refused as refused:
            async with self.database.transaction() as db:
                await self._mark(db, order.id, generation, "expired", "unpaid")
                await self.orders.set_status(db, order, "failed", reason=str(refused))
                await self.stock.release(db, order.id)
            raise
        if session.url is None:
            raise problems.CONFLICT("The session is closed already.")
        return Opened(order.id, session.id, session.url)

    async def _ask_for_session(
        self, order: Order, generation: int, base_url: str
    ) -> CheckoutSession:
        """The session of this generation: made, or found if it was made already."""
        session = await self.intentions.carry_out(
            f"session:{order.id}:{generation}",
            lambda key: self.gateway.create_session(
                key,
                lines=[
                    (
                        line.title,
                        self.money.charge_amount(line.unit_amount_minor, order.currency),
                        line.quantity,
                    )
                    for line in order.lines
                ],
                currency=order.currency,
                email=order.email,
                success_url=f"{base_url}/checkout/success?session_id={{CHECKOUT_SESSION_ID}}",
                cancel_url=f"{base_url}/checkout/cancelled?order_id={order.id}",
                metadata={"order_id": order.id, "generation": str(generation)},
                reference=order.id,
            ),
        )
        async with self.database.transaction() as db:
            await db.execute(
                "UPDATE checkout_sessions SET id = $3, url = $4, status = CASE status"
                " WHEN 'planned' THEN $5 ELSE status END WHERE order_id = $1 AND generation = $2",
                order.id, generation, session.id, session.url, session.status,
            )  # fmt: skip
        return session

    async def close_live_session(self, order: Order) -> None:
        """See to it that no session of the order can be paid any more, or learn that one was."""
        row = await self.database.pool.fetchrow(
            "SELECT id, generation FROM checkout_sessions"
            " WHERE order_id = $1 AND status = ANY ($2)",
            order.id, list(LIVE),
        )  # fmt: skip
        if row is None:
            return
        session_id = row["id"]
        if session_id is None:  # the answer was lost: the same key gives the same session
            base_url = self.settings.public_url or "https://shop.example"
            session_id = (await self._ask_for_session(order, row["generation"], base_url)).id
        session = await self.gateway.retrieve_session(session_id)
        if session.status == "open":
            try:
                session = await self.intentions.carry_out(
                    f"expire:{session.id}",
                    lambda key: self.gateway.expire_session(key, session.id),
                )
            except Refused:  # it was completed between our look and our call
                session = await self.gateway.retrieve_session(session.id)
        await self.learn(session)

    async def _look_at_completed(self, order: Order) -> None:
        """Who has completed a page must not pay on another before it is known how that ended."""
        session_id = await self.database.pool.fetchval(
            "SELECT id FROM checkout_sessions WHERE order_id = $1 AND status = 'complete'"
            " ORDER BY generation DESC LIMIT 1",
            order.id,
        )
        if session_id is None or order.payment_status != "pending":
            return
        await self.learn(await self.gateway.retrieve_session(session_id))
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order.id)
        if order.payment_status == "pending":
            raise problems.CONFLICT(
                f"Order {order.id} is being paid; how it ends is not known yet."
            )

    async def close_unanswered(self, order_id: str) -> None:
        """Nobody was told of the order's session, so nobody can pay it: call both off.

        Raises:
            Unknown: in doubt still.
        """
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                unanswered = await db.fetchval(
                    "SELECT 1 FROM checkout_sessions WHERE order_id = $1 AND id IS NULL", order_id
                )
            if unanswered:
                await self.close_live_session(order)

    async def learn(self, session: CheckoutSession) -> None:
        """Move the session's order to where the session is."""
        order_id = await self._recognise(session)
        if order_id is None:
            return
        if session.payment_intent_id is not None:
            await self.news.look(session.payment_intent_id)
        if session.status == "expired":
            async with self.database.transaction() as db:
                await self.lapse(db, await self.orders.get(db, order_id, lock=True))

    async def lapse(self, db: Connection, order: Order) -> None:
        """The session is over, and nothing was paid on it."""
        if order.payment_status not in {"pending", "failed"} or await self.sessions.is_open(
            db, order.id
        ):
            return
        await self.orders.set_status(
            db, order, "cancelled", reason=order.failure_reason or "The checkout has expired."
        )
        await self.orders.record(db, order.id, "checkout_expired")
        await self.stock.release(db, order.id)

    async def _recognise(self, session: CheckoutSession) -> str | None:
        """Note how the session stands; says whose it is, None if it is not ours."""
        async with self.database.transaction() as db:
            row = await db.fetchrow(
                "SELECT order_id, generation, status FROM checkout_sessions"
                " WHERE id = $1 OR (id IS NULL AND order_id = $2 AND generation::text = $3)"
                " FOR UPDATE",
                session.id,
                session.metadata.get("order_id"),
                session.metadata.get("generation"),
            )
            if row is None:
                return None
            await db.execute(
                "UPDATE checkout_sessions SET id = $3 WHERE order_id = $1 AND generation = $2",
                row["order_id"], row["generation"], session.id,
            )  # fmt: skip
            if row["status"] in LIVE or session.status == row["status"]:
                await self._mark(
                    db, row["order_id"], row["generation"], session.status, session.payment_status
                )
        return str(row["order_id"])

    async def _mark(
        self, db: Connection, order_id: str, generation: int, status: str, payment_status: str
    ) -> None:
        await db.execute(
            "UPDATE checkout_sessions SET status = $3, payment_status = $4"
            " WHERE order_id = $1 AND generation = $2",
            order_id, generation, status, payment_status,
        )  # fmt: skip

    async def by_session(self, session_id: str) -> Order:
        """What the success page shows.

        Raises: NOT_FOUND.
        """
        async with self.database.transaction() as db:
            order_id = await db.fetchval(
                "SELECT order_id FROM checkout_sessions WHERE id = $1", session_id
            )
            if order_id is None:
                raise problems.NOT_FOUND(f"There is no session {session_id}.")
            return await self.orders.get(db, order_id)
