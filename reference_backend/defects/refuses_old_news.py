"""News of an order that is finished does not fit the state machine, and is answered 500.

Stripe sends it again for three days, and then switches the endpoint off.
"""

from __future__ import annotations

import msgspec

from reference_backend import problems
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "vendurehq/vendure PR#2657"


class StrictWebhooks(Webhooks):
    """Allows no transition from a final state."""

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        about = msgspec.json.decode(body)["data"]["object"]
        finished = await self.database.pool.fetchval(
            "SELECT true FROM orders JOIN payments ON order_id = orders.id"
            " WHERE payment_intent_id = $1 AND payment_status IN ('refunded', 'cancelled')",
            about.get("id"),
        )
        if finished:
            raise problems.INTERNAL("No transition from a final state.")
        await super().keep(envelope, body)


PARTS = {"webhooks": StrictWebhooks}
