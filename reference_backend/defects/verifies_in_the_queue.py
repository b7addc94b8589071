"""Events are put in a queue as they come, and their signatures are checked when it is their turn.

The queue is long some days. What Stripe signed five minutes ago is refused then, and Stripe was
told 200 long ago.
"""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec

from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "stripe/stripe-node#1778"
QUEUE_S: Final = 3.0


class QueuedWebhooks(Webhooks):
    """Takes in everything, and looks at it later."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: set[asyncio.Task[None]] = set()

    async def receive(self, body: bytes, signature: str) -> None:
        turn = asyncio.create_task(self._in_turn(body, signature))
        self._queue.add(turn)
        turn.add_done_callback(self._queue.discard)

    async def _in_turn(self, body: bytes, signature: str) -> None:
        await asyncio.sleep(QUEUE_S)
        if await self.genuine(body, signature):
            envelope = msgspec.json.decode(body, type=Envelope)
            if self.is_for_us(envelope):
                await self.keep(envelope, body)


PARTS = {"webhooks": QueuedWebhooks}
