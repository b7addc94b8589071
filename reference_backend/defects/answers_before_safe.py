"""The webhook says 200 first, and does the work afterwards, in the background of the process.

If the work fails, or the process dies, nobody knows: Stripe was told that all is well, and will not
come again.
"""

from __future__ import annotations

import asyncio
import contextlib

from reference_backend.events import Events
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "hexclave/hexclave PR#1664; medusajs/medusa#3146"


class ForwardWebhooks(Webhooks):
    """Answers, then works."""

    events: Events

    def __init__(self) -> None:
        super().__init__()
        self._tasks: set[asyncio.Task[None]] = set()

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        task = asyncio.create_task(self._later(envelope, body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _later(self, envelope: Envelope, body: bytes) -> None:
        await asyncio.sleep(0.2)
        await self.database.pool.execute(
            "INSERT INTO webhook_events (id, type, body) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING",
            envelope.id,
            envelope.type,
            body,
        )
        with contextlib.suppress(Exception):  # nobody reads this log
            await self.events.act_on(envelope.id)


PARTS = {"webhooks": ForwardWebhooks}
