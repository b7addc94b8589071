"""Refunds: requested once is refunded once, and what Stripe refunded is in our books.

A refund is a row before it is a call. Under a lock on the order, no more is asked for than is left
of what was taken, and nothing over an open dispute: the shopper's bank has that money already.
Refunds that somebody made in Stripe's dashboard are found in Stripe's list and taken over.

Source: Stripe docs, "Refund and cancel payments", "Disputes".
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

import asyncpg

from reference_backend import problems
from reference_backend.alerts import Alerts
from reference_backend.database import Connection, Database
from reference_backend.intentions import Intentions
from reference_backend.jobs import Jobs
from reference_backend.locks import Locks
from reference_backend.news import News
from reference_backend.orders import Order, Orders
from reference_backend.part import Part
from reference_backend.payments import Payment, Payments
from reference_backend.stripe_errors import Refused
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent
from reference_backend.stripe_objects import Refund as StripeRefund

STANDS: Final = ("requested", "pending", "requires_action", "succeeded")
"""States in which a refund takes from what can still be refunded."""


@dataclass(frozen=True, slots=True)
class Refund:
    """One refund. The amount is minor units."""

    id: str
    payment_id: str
    amount_minor: int
    reason: str
    state: str
    stripe_refund_id: str | None


class Refunds(Part):
    """Gives money back."""

    alerts: Alerts
    database: Database
    gateway: StripeGateway
    intentions: Intentions
    jobs: Jobs
    locks: Locks
    news: News
    orders: Orders
    payments: Payments

    async def refund(
        self,
        order_id: str,
        amount_minor: int | None,
        *,
        reason: str = "requested",
        request_key: str | None = None,
    ) -> Refund:
        """Give back part of what an order's shopper paid, or (None) all that is left.

        Args:
            request_key: names the request; the same one again is the same refund.
        Raises:
            NOT_FOUND, CONFLICT, Refused, Unknown
        """
        async with self.locks.holding("order", order_id):
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
                payment = await self.payments.of_order(db, order_id)
                known = await self._by_request(db, request_key)
                if known is None:
                    if payment is None or payment.status != "succeeded":
                        raise problems.CONFLICT(f"Order {order_id} has no money to give back.")
                    known = await self._request(
                        db, order, payment, amount_minor, reason, request_key
                    )
            return await self.carry_out(known)

    async def _by_request(self, db: Connection, request_key: str | None) -> Refund | None:
        if request_key is None:
            return None
        row = await db.fetchrow("SELECT * FROM refunds WHERE request_key = $1", request_key)
        return None if row is None else _read(row)

    async def _request(
        self,
        db: Connection,
        order: Order,
        payment: Payment,
        amount_minor: int | None,
        reason: str,
        request_key: str | None,
    ) -> Refund:
        if order.disputed:
            raise problems.CONFLICT("The payment is disputed: the money is with the bank.")
        left = payment.captured_minor - await self.given_back(db, payment.id)
        amount = left if amount_minor is None else amount_minor
        if amount > left or left <= 0:
            raise problems.CONFLICT(f"Only {left} of the payment is left to give back.")
        refund_id = f"refund_{secrets.token_hex(12)}"
        row = await db.fetchrow(
            "INSERT INTO refunds (id, payment_id, amount_minor, reason, request_key)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING *",
            refund_id, payment.id, amount, reason, request_key,
        )  # fmt: skip
        assert row is not None
        await self.orders.record(db, order.id, "refund_requested", amount=amount, reason=reason)
        # Should this process not live to carry it out, a worker does.
        await self.jobs.add(db, "refund", refund_id, delay_s=5)
        return _read(row)

    async def given_back(self, db: Connection, payment_id: str) -> int:
        """What was given back of a payment, or is about to be, in minor units."""
        amount: int = await db.fetchval(
            "SELECT COALESCE(sum(amount_minor), 0)::bigint FROM refunds"
            " WHERE payment_id = $1 AND state = ANY ($2)",
            payment_id, list(STANDS),
        )  # fmt: skip
        return amount

    async def carry_out(self, refund: Refund) -> Refund:
        """Have Stripe refund it, once; a refund that is done is left as it is.

        Raises:
            Refused, Unknown
        """
        if refund.state != "requested":
            return refund
        async with self.database.transaction() as db:
            payment = await self.payments.get(db, refund.payment_id)
        intent_id = payment.payment_intent_id
        assert intent_id is not None

        async def done() -> StripeRefund | None:
            for made in await self.gateway.refunds_of(intent_id):
                if made.metadata.get("refund_id") == refund.id:
                    return made
            return None

        try:
            made = await self.intentions.carry_out(
                f"refund:{refund.id}",
                lambda key: self.gateway.create_refund(
                    key,
                    intent_id=intent_id,
                    amount=refund.amount_minor,
                    metadata=self.metadata_of(refund, payment),
                ),
                find=done,
            )
        except Refused as refused:
            async with self.database.transaction() as db:
                await db.execute(
                    "UPDATE refunds SET state = 'failed', failure = $2 WHERE id = $1",
                    refund.id, str(refused),
                )  # fmt: skip
                await self._forget_job(db, refund.id)
                await self.alerts.raise_alert(
                    db, "refund_failed", payment.order_id or payment.id,
                    f"Refund of {refund.amount_minor} failed: {refused}",
                )  # fmt: skip
            raise
        async with self.database.transaction() as db:
            await self.take_over(db, payment, made)
            await self._forget_job(db, refund.id)
            row = await db.fetchrow("SELECT * FROM refunds WHERE id = $1", refund.id)
            assert row is not None
        return _read(row)

    def metadata_of(self, refund: Refund, payment: Payment) -> dict[str, str]:
        """What the refund carries so that it is known again."""
        metadata = {"refund_id": refund.id, "why": refund.reason}
        if payment.order_id is not None:
            metadata["order_id"] = payment.order_id
        return metadata

    async def _forget_job(self, db: Connection, refund_id: str) -> None:
        await db.execute(
            "DELETE FROM jobs WHERE kind = 'refund' AND subject = $1 AND state = 'waiting'",
            refund_id,
        )

    async def resume(self, refund_id: str) -> None:
        """Carry out a refund that was requested, and perhaps never reached Stripe.

        Raises:
            Unknown: in doubt still.
        """
        row = await self.database.pool.fetchrow(
            "SELECT refunds.*, order_id FROM refunds JOIN payments ON payments.id = payment_id"
            " WHERE refunds.id = $1",
            refund_id,
        )
        if row is None:
            return
        try:
            async with self.locks.holding("order", row["order_id"] or row["payment_id"]):
                await self.carry_out(_read(row))
        except Refused:
            return  # noted, and the admin was told

    async def take_over(self, db: Connection, payment: Payment, made: StripeRefund) -> None:
        """Write a refund that Stripe made into the books, ours or the dashboard's."""
        order = None
        if payment.order_id is not None:  # the order first, as everywhere
            order = await self.orders.get(db, payment.order_id, lock=True)
        ours = await db.execute(
            "UPDATE refunds SET stripe_refund_id = $2, state = $3, failure = $4"
            " WHERE id = $1 OR stripe_refund_id = $2",
            made.metadata.get("refund_id"), made.id, made.status, made.failure_reason,
        )  # fmt: skip
        if ours == "UPDATE 0":
            await db.execute(
                "INSERT INTO refunds"
                " (id, payment_id, amount_minor, reason, state, stripe_refund_id, failure)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                f"refund_{secrets.token_hex(12)}", payment.id, made.amount,
                f"dashboard: {made.reason}" if made.reason else "dashboard", made.status,
                made.id, made.failure_reason,
            )  # fmt: skip
        if made.status == "failed":
            await self.alerts.raise_alert(
                db, "refund_failed", payment.order_id or payment.id,
                f"Refund {made.id} failed: {made.failure_reason or 'no reason given'}.",
            )  # fmt: skip
        if order is not None:
            await self._restate(db, order, payment)

    async def _restate(self, db: Connection, order: Order, payment: Payment) -> None:
        """Refunded whole is refunded; should a refund fail afterwards, the order is paid again."""
        if payment.superfluous and order.payment_status not in {"cancelled", "refunded"}:
            return  # another payment pays for the order
        given = await db.fetchval(
            "SELECT COALESCE(sum(amount_minor), 0)::bigint FROM refunds WHERE payment_id = $1"
            " AND state IN ('pending', 'requires_action', 'succeeded')",
            payment.id,
        )
        paid = "paid" if order.flow == "hosted" else "captured"
        whole = given >= payment.captured_minor > 0
        if whole and order.payment_status in {paid, "cancelled"}:
            await self.orders.set_status(db, order, "refunded", reason=order.failure_reason)
            await self.orders.record(db, order.id, "refunded", amount=given)
        elif not whole and order.payment_status == "refunded" and order.state == "placed":
            await self.orders.set_status(db, order, paid)

    async def look(self, intent_id: str) -> None:
        """Take over all refunds that Stripe knows of a payment."""
        row = await self.database.pool.fetchrow(
            "SELECT id FROM payments WHERE payment_intent_id = $1", intent_id
        )
        if row is None:
            await self.news.look(intent_id)  # perhaps ours, and not recognised yet
            row = await self.database.pool.fetchrow(
                "SELECT id FROM payments WHERE payment_intent_id = $1", intent_id
            )
            if row is None:
                return
        made = await self.gateway.refunds_of(intent_id)
        async with self.database.transaction() as db:
            payment = await self.payments.get(db, row["id"])
            for refund in made:
                if payment.captured_minor > 0 or payment.status == "succeeded":
                    await self.take_over(db, payment, refund)

    async def give_back(self, payment_id: str, why: str) -> None:
        """Undo a payment that is one too many: cancel what is held, refund what was taken.

        Raises:
            Unknown: in doubt; ask again.
        """
        async with self.database.transaction() as db:
            payment = await self.payments.get(db, payment_id)
        assert payment.payment_intent_id is not None
        lock = payment.order_id or payment.id
        async with self.locks.holding("order", lock):
            intent = await self.gateway.retrieve_intent(payment.payment_intent_id)
            if intent.status == "succeeded":
                await self._refund_rest(payment, intent, why)
            elif intent.status not in {"canceled", "processing"}:
                intent = await self.cancel_hold(payment, intent)
            async with self.database.transaction() as db:
                await self.payments.note(db, payment, intent)

    async def cancel_hold(self, payment: Payment, intent: Intent) -> Intent:
        """Let go of what is held.

        Raises:
            Refused, Unknown
        """

        async def done() -> Intent | None:
            now = await self.gateway.retrieve_intent(intent.id)
            return now if now.status == "canceled" else None

        return await self.intentions.carry_out(
            f"cancel:{payment.id}",
            lambda key: self.gateway.cancel_intent(key, intent.id, "requested_by_customer"),
            find=done,
        )

    async def _refund_rest(self, payment: Payment, intent: Intent, why: str) -> None:
        async with self.database.transaction() as db:
            await self.payments.note(db, payment, intent)
            left = intent.amount_received - await self.given_back(db, payment.id)
            key = f"give_back:{payment.id}"
            known = await self._by_request(db, key)
            if known is None and left > 0:
                row = await db.fetchrow(
                    "INSERT INTO refunds (id, payment_id, amount_minor, reason, request_key)"
                    " VALUES ($1, $2, $3, $4, $5) RETURNING *",
                    f"refund_{secrets.token_hex(12)}", payment.id, left, why, key,
                )  # fmt: skip
                assert row is not None
                known = _read(row)
        if known is not None:
            await self.carry_out(known)


def _read(row: asyncpg.Record) -> Refund:
    return Refund(
        row["id"], row["payment_id"], row["amount_minor"], row["reason"], row["state"],
        row["stripe_refund_id"],
    )  # fmt: skip
