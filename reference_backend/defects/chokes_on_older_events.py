"""An event in an older API version has another shape, and the handler falls over it.

The endpoint was made years ago and keeps its version; the SDK was updated last week.
"""

from __future__ import annotations

import msgspec

from reference_backend import problems
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "pay-rails/pay#753; woocommerce/woocommerce-gateway-stripe#2488; alfio-event/alf.io#1159"
OLDEST = "2024-01-01"


class ModernWebhooks(Webhooks):
    """Knows the newest shape alone."""

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        if str(msgspec.json.decode(body).get("api_version")) < OLDEST:
            raise problems.INTERNAL("An event has a field that is not known.")
        await super().keep(envelope, body)


PARTS = {"webhooks": ModernWebhooks}
