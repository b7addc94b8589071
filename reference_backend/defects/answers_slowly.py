"""All the work is done before the webhook is answered, and it takes longer than Stripe waits.

Stripe takes it for a failure and delivers again, while the first is still at work: both go on.
"""

from __future__ import annotations

import asyncio

from reference_backend.defects.no_event_dedupe import SCHEMA, RepeatingEvents
from reference_backend.events import Events
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "frappe/press PR#1175; speakeasy-api/gram PR#5305"
WORK_S = 1.0


class SlowWebhooks(Webhooks):
    """Works while Stripe waits."""

    events: Events

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        fresh = await self.database.pool.fetchval(
            "INSERT INTO webhook_events (id, type, body) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING RETURNING id",
            envelope.id,
            envelope.type,
            body,
        )
        await asyncio.shield(asyncio.ensure_future(self._work(envelope.id, fresh is not None)))

    async def _work(self, event_id: str, first: bool) -> None:  # told above
        await asyncio.sleep(WORK_S)
        await self.events.act_on(f"{event_id}#{'first' if first else 'again'}")


PARTS = {"webhooks": SlowWebhooks, "events": RepeatingEvents}
__all__ = ["PARTS", "SCHEMA"]
