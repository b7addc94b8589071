"""How much was given back is copied from whatever charge.refunded comes last.

Ids are remembered, so nothing is booked twice; but the event that comes last need not be the one
that was made last. An older snapshot of the charge overwrites a newer one.
"""

from __future__ import annotations

import secrets

from reference_backend.events import Events, Payload

INCIDENT = "jikig-ai/soleur#2772; woocommerce/woocommerce-gateway-stripe#5697"


class CopyingEvents(Events):
    """Believes what stands in the event."""

    async def refund(self, raw: Payload) -> None:
        if raw.get("object") != "charge":
            return
        async with self.database.transaction() as db:
            payment_id = await db.fetchval(
                "SELECT id FROM payments WHERE payment_intent_id = $1", raw["payment_intent"]
            )
            if payment_id is None:
                return
            await db.execute("DELETE FROM refunds WHERE payment_id = $1", payment_id)
            await db.execute(
                "INSERT INTO refunds (id, payment_id, amount_minor, reason, state)"
                " VALUES ($1, $2, $3, 'dashboard', 'succeeded')",
                f"refund_{secrets.token_hex(12)}", payment_id, raw["amount_refunded"],
            )  # fmt: skip


PARTS = {"events": CopyingEvents}
