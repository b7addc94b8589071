"""The ids of events are remembered in the memory of one process, the last few of them.

A restart, another process behind the load balancer, or simply enough other events, and an event
that comes again is new again.
"""

from __future__ import annotations

from collections import deque

from reference_backend.defects.no_event_dedupe import SCHEMA, EveryDelivery, RepeatingEvents
from reference_backend.webhooks import Envelope

INCIDENT = "SandeepVashishtha/Eventra#16517"


class ForgettingWebhooks(EveryDelivery):
    """Remembers the last eight events."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: deque[str] = deque(maxlen=8)

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        if envelope.id not in self._seen:
            self._seen.append(envelope.id)
            await super().keep(envelope, body)


PARTS = {"webhooks": ForgettingWebhooks, "events": RepeatingEvents}
__all__ = ["PARTS", "SCHEMA"]
