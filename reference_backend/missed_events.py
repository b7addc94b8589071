"""Events that Stripe has, and never managed to deliver: they are asked for.

Everything that is open is looked up anyway (`reconciliation.py`). But a refund in the dashboard, or
a dispute, concerns an order that was settled long ago: only its event says that there is something
to look at. So from time to time Stripe's own list is read from where it was left, with an overlap,
and what is in it goes into the same inbox as a delivery; what is known there is known.

Source: Stripe docs, "Process undelivered webhook events".
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from reference_backend.database import Database
from reference_backend.events import HANDLERS
from reference_backend.part import Part
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.webhooks import Envelope, Webhooks

READ_UNTIL: Final = "events_read_until"
OVERLAP_S: Final = 3600
"""An event may be listed later than others that were made after it (inferred)."""


class MissedEvents(Part):
    """Reads Stripe's list of events."""

    database: Database
    gateway: StripeGateway
    webhooks: Webhooks

    async def take_in(self) -> None:
        """Put every event that we care for, and do not know, into the inbox; the oldest first.

        Raises:
            Unknown: Stripe did not answer; what was not read is read the next time.
        """
        pool = self.database.pool
        known = await pool.fetchval(
            "SELECT value FROM runtime_settings WHERE name = $1", READ_UNTIL
        )
        since = max(0, int(known or 0) - OVERLAP_S)
        events = await self.gateway.events_since(since, list(HANDLERS))
        for event in reversed(events):
            envelope = msgspec.convert(event, Envelope)
            if self.webhooks.is_for_us(envelope):
                await self._keep(envelope, event)
        if events:
            await pool.execute(
                "INSERT INTO runtime_settings (name, value) VALUES ($1, $2)"
                " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
                READ_UNTIL, str(events[0]["created"]),
            )  # fmt: skip

    async def _keep(self, envelope: Envelope, event: dict[str, Any]) -> None:
        known = await self.database.pool.fetchval(
            "SELECT true FROM webhook_events WHERE id = $1", envelope.id
        )
        if not known:
            await self.webhooks.keep(envelope, msgspec.json.encode(event))
