"""Payments: the book of them, one row for each PaymentIntent.

The row is there before Stripe is asked for the intent, and the intent carries the row's id:
whatever is lost on the way, the two find each other again.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Protocol

import asyncpg
import msgspec

from reference_backend import problems
from reference_backend.alerts import Alerts
from reference_backend.database import Connection, Database
from reference_backend.intentions import Intentions
from reference_backend.jobs import Jobs
from reference_backend.money import Money
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.stock import Line
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import SETTLED, Intent

GOOD: Final = frozenset({"requires_capture", "processing", "succeeded"})
"""An intent in one of these has the money, or a promise of it."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One attempt to be paid. Amounts are minor units; status is Stripe's, or `planned`."""

    id: str
    flow: str
    order_id: str | None
    cart_id: str | None
    payment_intent_id: str | None
    capture_method: str
    currency: str
    amount_minor: int
    status: str
    captured_minor: int
    attempt: int
    superfluous: bool
    keeps_card: bool
    payment_method_id: str | None
    renews: str | None
    lines: tuple[Line, ...]


class Due(Protocol):
    """What is to be paid for: an order, a cart, a `Bill`."""

    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def currency(self) -> str: ...
    @property
    def total_minor(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid where there is no order yet, and no cart. The total is minor units."""

    lines: tuple[Line, ...]
    currency: str
    total_minor: int


class Payments(Part):
    """The book of payments."""

    alerts: Alerts
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    jobs: Jobs
    money: Money
    orders: Orders

    async def plan(
        self,
        db: Connection,
        due: Due,
        *,
        flow: str,
        capture_method: str = "automatic",
        order_id: str | None = None,
        cart_id: str | None = None,
        keeps_card: bool = False,
    ) -> Payment:
        """Write down that we mean to be paid.

        Args:
            keeps_card: the shopper agreed to have the card charged while they are away.
        """
        payment_id = f"pay_{secrets.token_hex(12)}"
        await db.execute(
            "INSERT INTO payments (id, flow, order_id, cart_id, capture_method, currency,"
            " amount_minor, lines, keeps_card)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            payment_id, flow, order_id, cart_id, capture_method, due.currency,
            due.total_minor, list(due.lines), keeps_card,
        )  # fmt: skip
        return await self.get(db, payment_id)

    async def assign(self, db: Connection, payment: Payment, order: Order) -> Payment:
        """The payment is the order's from now on."""
        row = await db.fetchrow(
            "UPDATE payments SET order_id = $2 WHERE id = $1 RETURNING *", payment.id, order.id
        )
        if row is None:
            raise LookupError(payment.id)
        return _read(row)

    async def get(self, db: Connection, payment_id: str) -> Payment:
        """Raises: LookupError: there is none."""
        row = await db.fetchrow("SELECT * FROM payments WHERE id = $1", payment_id)
        if row is None:
            raise LookupError(payment_id)
        return _read(row)

    async def open_intent(
        self, payment: Payment, *, customer: str | None = None, email: str | None = None
    ) -> Intent:
        """The payment's intent at Stripe: made if it is not there yet, else as it is now."""
        if payment.payment_intent_id is not None:
            return await self.gateway.retrieve_intent(payment.payment_intent_id)
        metadata = self.metadata_of(payment)
        intent = await self.intentions.carry_out(
            f"intent:{payment.id}",
            lambda key: self.gateway.create_intent(
                key,
                amount=self.money.charge_amount(payment.amount_minor, payment.currency),
                currency=payment.currency,
                capture_method=payment.capture_method,
                metadata=metadata,
                customer=customer,
                receipt_email=email,
                keeps_card=payment.keeps_card,
            ),
            find=lambda: self.find_intent(payment),
        )
        await self.bind(payment, intent)
        return intent

    def metadata_of(self, payment: Payment) -> dict[str, str]:
        """What the intent carries so that it finds its way back."""
        metadata = {"payment_id": payment.id, "flow": payment.flow}
        if payment.order_id is not None:
            metadata["order_id"] = payment.order_id
        if payment.cart_id is not None:
            metadata["cart_id"] = payment.cart_id
        items = ",".join(f"{line.sku}:{line.quantity}" for line in payment.lines)
        if len(items) <= 500:  # Stripe's limit for a value; our own row is what counts
            metadata["items"] = items
        return metadata

    async def find_intent(self, payment: Payment) -> Intent | None:
        """The payment's intent, found at Stripe by what it carries; None if it was not made."""
        created = await self.database.pool.fetchval(
            "SELECT created_at FROM payments WHERE id = $1", payment.id
        )
        since = int(created.timestamp()) - 60  # two clocks never agree
        for intent in await self.gateway.intents_since(since):
            if intent.metadata.get("payment_id") == payment.id:
                return intent
        return None

    async def known(self, intent: Intent) -> Payment | None:
        """The payment whose intent this is, as the book says; None if it is not in it."""
        row = await self.database.pool.fetchrow(
            "SELECT * FROM payments WHERE payment_intent_id = $1"
            " OR (id = $2 AND payment_intent_id IS NULL)",
            intent.id, intent.metadata.get("payment_id"),
        )  # fmt: skip
        if row is None:
            return None
        if row["payment_intent_id"] is None:
            await self.bind(_read(row), intent)
        return replace(_read(row), payment_intent_id=intent.id)

    async def bind(self, payment: Payment, intent: Intent) -> None:
        """Note which intent this is; how it stands is noted where the order is moved by it."""
        await self.database.pool.execute(
            "UPDATE payments SET payment_intent_id = $2"
            " WHERE id = $1 AND payment_intent_id IS NULL",
            payment.id, intent.id,
        )  # fmt: skip

    async def note(self, db: Connection, payment: Payment, intent: Intent) -> None:
        """Write the intent's state into the book; what is settled stays so, whatever is late."""
        before = intent.capture_before
        await db.execute(
            "UPDATE payments SET status = $2, capturable_minor = $3, captured_minor = $4,"
            " charge_id = COALESCE($5, charge_id), failure = $6,"
            " capture_before = COALESCE($7, capture_before),"
            " payment_method_id = COALESCE($8, payment_method_id), updated_at = now()"
            " WHERE id = $1 AND (status = $2 OR status <> ALL ($9))",
            payment.id, intent.status, intent.amount_capturable, intent.amount_received,
            intent.charge_id, intent.error_message,
            datetime.fromtimestamp(before, UTC) if before else None, intent.payment_method_id,
            list(SETTLED),
        )  # fmt: skip

    async def set_aside(self, db: Connection, payment: Payment, why: str) -> None:
        """This payment is none of its order's any more; what it holds or took is given back."""
        intent_id = await db.fetchval(
            "UPDATE payments SET superfluous = true WHERE id = $1 RETURNING payment_intent_id",
            payment.id,
        )
        if intent_id is not None:
            await self.jobs.add(db, "give_back", f"{payment.id}:{why}")

    async def give_back(self, db: Connection, payment: Payment, order: Order, why: str) -> None:
        """Have this payment undone: whatever it took or holds goes back to the shopper."""
        await self.set_aside(db, payment, why)
        await self.orders.record(
            db, order.id, "payment_given_back", why=why, payment=payment.payment_intent_id
        )
        await self.alerts.raise_alert(
            db, "payment_given_back", order.id,
            f"Order {order.number}: payment {payment.payment_intent_id} goes back ({why}).",
        )  # fmt: skip

    async def of_order(self, db: Connection, order_id: str) -> Payment | None:
        """The payment that pays for the order, or the newest that tries to."""
        row = await db.fetchrow(
            "SELECT * FROM payments WHERE order_id = $1 AND NOT superfluous"
            " AND status <> 'canceled' ORDER BY (status = ANY ($2)) DESC, created_at DESC LIMIT 1",
            order_id, list(GOOD),
        )  # fmt: skip
        return None if row is None else _read(row)

    async def of_cart(self, db: Connection, cart_id: str) -> Payment | None:
        """The cart's newest payment that can still become its order's."""
        row = await db.fetchrow(
            "SELECT * FROM payments WHERE cart_id = $1 AND order_id IS NULL"
            " AND status <> 'canceled' ORDER BY created_at DESC LIMIT 1",
            cart_id,
        )
        return None if row is None else _read(row)

    async def start_attempt(self, payment: Payment, *, keeps_card: bool = False) -> Payment:
        """Number the next try to confirm this payment, and note what the shopper agreed to."""
        row = await self.database.pool.fetchrow(
            "UPDATE payments SET attempt = attempt + 1, keeps_card = $2 WHERE id = $1 RETURNING *",
            payment.id, keeps_card,
        )  # fmt: skip
        if row is None:
            raise LookupError(payment.id)
        return _read(row)


def refuse_unpaid(intent: Intent) -> problems.Problem:
    """Why an order cannot be placed on this intent, as the shopper is told."""
    if intent.status == "requires_action":
        return problems.ACTION_REQUIRED(
            paymentIntentId=intent.id, clientSecret=intent.client_secret
        )
    if intent.error_message is not None:
        return problems.CARD_DECLINED(intent.error_message, reason=intent.error_code)
    return problems.PAYMENT_REQUIRED(f"The payment is in status {intent.status}.")


def _read(row: asyncpg.Record) -> Payment:
    return Payment(
        id=row["id"],
        flow=row["flow"],
        order_id=row["order_id"],
        cart_id=row["cart_id"],
        payment_intent_id=row["payment_intent_id"],
        capture_method=row["capture_method"],
        currency=row["currency"],
        amount_minor=row["amount_minor"],
        status=row["status"],
        captured_minor=row["captured_minor"],
        attempt=row["attempt"],
        superfluous=row["superfluous"],
        keeps_card=row["keeps_card"],
        payment_method_id=row["payment_method_id"],
        renews=row["renews"],
        lines=msgspec.convert(row["lines"], tuple[Line, ...]),
    )
