"""The event is marked as handled before it is handled, and handled while Stripe waits.

If the work fails, or the process dies over it, Stripe delivers again, and is told that all is done:
the event is lost for good.
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.events import Events
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "dj-stripe/dj-stripe#832; 2witstudios/PageSpace PR#1588"


class HastyWebhooks(Webhooks):
    """Marks first."""

    events: Events

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        fresh = await self.database.pool.fetchval(
            "INSERT INTO webhook_events (id, type, body) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING RETURNING id",
            envelope.id,
            envelope.type,
            body,
        )
        if fresh is None:
            return
        try:
            await self.events.act_on(envelope.id)
        except Exception as error:
            raise problems.INTERNAL("The event could not be handled.") from error


PARTS = {"webhooks": HastyWebhooks}
