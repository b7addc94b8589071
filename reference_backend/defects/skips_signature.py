"""The webhook believes whatever is posted to it: no signature is checked.

Anybody who knows the address and an order's id can have the order paid without paying.
"""

from __future__ import annotations

from reference_backend.webhooks import Webhooks

INCIDENT = "MuckRock/muckrock#662; colophon-group/jobseek PR#3253; Cogtrix#119"


class TrustingWebhooks(Webhooks):
    """Trusts everybody."""

    async def genuine(self, body: bytes, signature: str) -> bool:  # noqa: ARG002  # see above
        return True


PARTS = {"webhooks": TrustingWebhooks}
