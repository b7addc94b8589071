"""The event is handled in one transaction, and marked as handled in another, afterwards.

Two deliveries at once both find no mark, and both do the work. So does a redelivery after a crash
between the two.
"""

from __future__ import annotations

import asyncio

from reference_backend import problems
from reference_backend.defects.no_event_dedupe import SCHEMA, RepeatingEvents
from reference_backend.events import Events
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "Pinelab-studio/pinelab-vendure-plugins PR#626; frappe/press PR#1175"


class TardyWebhooks(Webhooks):
    """Looks for the mark, works, marks."""

    events: Events

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        pool = self.database.pool
        marked = await pool.fetchval(
            "SELECT 1 FROM runtime_settings WHERE name = $1", f"mark:{envelope.id}"
        )
        if marked:
            return
        fresh = await pool.fetchval(
            "INSERT INTO webhook_events (id, type, body) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING RETURNING id",
            envelope.id,
            envelope.type,
            body,
        )
        await asyncio.sleep(0.2)  # the work takes its time
        try:
            await self.events.act_on(f"{envelope.id}#{'first' if fresh else 'again'}")
        except Exception as error:
            raise problems.INTERNAL("The event could not be handled.") from error
        await pool.execute(
            "INSERT INTO runtime_settings (name, value) VALUES ($1, 'done') ON CONFLICT DO NOTHING",
            f"mark:{envelope.id}",
        )


PARTS = {"webhooks": TardyWebhooks, "events": RepeatingEvents}
__all__ = ["PARTS", "SCHEMA"]
