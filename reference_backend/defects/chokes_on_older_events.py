"""An event in an older API version lacks a field, and the handler falls over it.

The endpoint was made years ago and keeps its version; the SDK was updated last week.
"""

from __future__ import annotations

from reference_backend.events import Events, Payload

INCIDENT = "pay-rails/pay#753; woocommerce/woocommerce-gateway-stripe#2488; alfio-event/alf.io#1159"


class ModernEvents(Events):
    """Knows the newest shape alone."""

    async def payment_intent(self, raw: Payload) -> None:
        if raw["latest_charge"] is not None or raw["status"] != "succeeded":
            await super().payment_intent(raw)

    async def charge(self, raw: Payload) -> None:
        """Waits for the news of the intent."""


PARTS = {"events": ModernEvents}
