"""Each job that hears of a payment writes a record of it; nothing says that there is one already.

Two events of one payment are worked on at the same moment. Both look for its record, find none, and
write one: the books say that twice the money came.
"""

from __future__ import annotations

import asyncio

from reference_backend.defects.both_sessions_payable import UnsuspectingSettlement
from reference_backend.payments import Payment
from reference_backend.sessions import Sessions
from reference_backend.stripe_objects import Intent

INCIDENT = "getlago/lago-api PR#2988; Couchers-org/couchers#1664"


class WritingSessions(Sessions):
    """Writes a record of whatever it does not know yet."""

    async def payment_of(self, intent: Intent) -> Payment | None:
        order_id = intent.metadata.get("order_id")
        if order_id is None:
            return None
        await asyncio.sleep(0.2)  # the receipt's number, the exchange rate
        async with self.database.transaction() as db:
            order = await self.orders.get(db, order_id)
            payment = await self.payments.plan(
                db, order, flow="hosted", capture_method=intent.capture_method, order_id=order_id,
            )  # fmt: skip
            await db.execute(
                "UPDATE payments SET payment_intent_id = $2, captured_minor = $3 WHERE id = $1",
                payment.id, intent.id, intent.amount_received,
            )  # fmt: skip
            return await self.payments.get(db, payment.id)


PARTS = {"sessions": WritingSessions, "settlement": UnsuspectingSettlement}
SCHEMA = """
ALTER TABLE payments DROP CONSTRAINT one_payment_per_payment_intent;
DROP INDEX one_good_payment_per_order;
"""
