"""The signature is checked over the body as it was parsed and written again, not as it was sent.

A JSON parser in front of the handler has eaten the raw body. Spaces, the order of keys and the way
in which letters are escaped are lost, so nothing that Stripe sends is ever accepted.
"""

from __future__ import annotations

import json

from reference_backend.webhooks import Webhooks

INCIDENT = "stripe/stripe-node#1254, #494; airqo-platform/AirQo-api PR#6616"


class ParsedWebhooks(Webhooks):
    """Has only what the parser left."""

    async def genuine(self, body: bytes, signature: str) -> bool:
        try:
            written_again = json.dumps(json.loads(body), separators=(",", ":")).encode()
        except ValueError:
            return False
        return await super().genuine(written_again, signature)


PARTS = {"webhooks": ParsedWebhooks}
