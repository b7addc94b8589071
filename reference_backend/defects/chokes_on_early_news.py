"""The event that a capture succeeded comes before the capture's own answer, and does not fit.

The order is still authorized, as far as the shop has written down. The state machine knows no such
transition from outside, and the webhook answers 500.
"""

from __future__ import annotations

import msgspec

from reference_backend import problems
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "vendurehq/vendure PR#2569, PR#3749"


class PunctualWebhooks(Webhooks):
    """Expects news after it has finished its own writing."""

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        if envelope.type == "payment_intent.succeeded":
            about = msgspec.json.decode(body)["data"]["object"]
            unfinished = await self.database.pool.fetchval(
                "SELECT true FROM orders JOIN payments ON order_id = orders.id"
                " WHERE payment_intent_id = $1 AND payment_status = 'awaiting'",
                about.get("id"),
            )
            if unfinished:
                raise problems.INTERNAL("The order is authorized; it cannot be settled from here.")
        await super().keep(envelope, body)


PARTS = {"webhooks": PunctualWebhooks}
