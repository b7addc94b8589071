"""Whoever works on an event claims it first, and a claim is good for ever.

A handler that fails gives its claim back. One whose process is killed cannot: the event is claimed
by nobody who lives, and each time that Stripe sends it again it is waved through as taken care of.
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.events import Events
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "2witstudios/PageSpace PR#1588; webrenew/unicon PR#66"


class ClaimingWebhooks(Webhooks):
    """Claims, works, and keeps the claim as the mark that it is done."""

    events: Events

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        pool = self.database.pool
        claimed = await pool.fetchval(
            "INSERT INTO webhook_events (id, type, body) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING RETURNING id",
            envelope.id, envelope.type, body,
        )  # fmt: skip
        if claimed is None:
            return
        try:
            await self.events.act_on(envelope.id)
        except Exception as error:
            await pool.execute("DELETE FROM webhook_events WHERE id = $1", envelope.id)
            raise problems.INTERNAL("The event could not be handled.") from error


PARTS = {"webhooks": ClaimingWebhooks}
