"""Reconciliation: whatever is still open is asked about, until nothing is in doubt.

Events can be lost for good (an endpoint was down for days), answers too. So from time to time every
payment, session and refund that is not settled is looked up at Stripe, through the same functions
that events go through; and events that were never delivered are fetched.
"""

from __future__ import annotations

from reference_backend.database import Database
from reference_backend.jobs import Jobs
from reference_backend.news import News
from reference_backend.part import Part
from reference_backend.payments import Payments


class Reconciliation(Part):
    """Closes what is still in doubt."""

    database: Database
    jobs: Jobs
    news: News
    payments: Payments

    async def run(self) -> int:
        """Have everything that is open looked at; returns how many jobs that makes."""
        async with self.database.transaction() as db:
            subjects = [
                ("look", row["payment_intent_id"])
                for row in await db.fetch(
                    "SELECT payment_intent_id FROM payments WHERE payment_intent_id IS NOT NULL"
                    " AND (status NOT IN ('succeeded', 'canceled')"
                    "   OR (order_id IS NULL AND status = 'succeeded'))"
                )
            ]
            subjects += [
                ("open_intent", row["id"])
                for row in await db.fetch(
                    "SELECT id FROM payments WHERE payment_intent_id IS NULL AND EXISTS ("
                    " SELECT 1 FROM intentions WHERE purpose = 'intent:' || payments.id"
                    " AND state IN ('open', 'in_doubt'))"
                )
            ]
            subjects += [
                ("look_session", row["id"])
                for row in await db.fetch(
                    "SELECT id FROM checkout_sessions WHERE id IS NOT NULL"
                    " AND (status = 'open' OR (status = 'complete' AND order_id IN ("
                    "   SELECT id FROM orders WHERE payment_status IN ('pending', 'processing'))))"
                )
            ]
            subjects += [
                ("close_session", row["order_id"])
                for row in await db.fetch("SELECT order_id FROM checkout_sessions WHERE id IS NULL")
            ]
            subjects += [
                ("refund", row["id"])
                for row in await db.fetch("SELECT id FROM refunds WHERE state = 'requested'")
            ]
            subjects += [
                ("look_refunds", row["payment_intent_id"])
                for row in await db.fetch(
                    "SELECT DISTINCT payment_intent_id FROM refunds"
                    " JOIN payments ON payments.id = payment_id"
                    " WHERE state IN ('pending', 'requires_action')"
                )
            ]
            subjects.append(("missed_events", "all"))
            for kind, subject in subjects:
                await self.jobs.add(db, kind, subject)
        return len(subjects)

    async def open_intent(self, payment_id: str) -> None:
        """Find out what became of an intent whose making was never answered.

        Raises:
            Unknown: in doubt still.
        """
        async with self.database.transaction() as db:
            payment = await self.payments.get(db, payment_id)
        intent = await self.payments.find_intent(payment)
        if intent is not None:
            await self.payments.bind(payment, intent)
            await self.news.learn(intent)
