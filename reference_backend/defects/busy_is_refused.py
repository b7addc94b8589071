"""A Stripe that is busy with the object is taken for a bank that refuses.

429 and lock_timeout pass in a moment. This worker marks the capture as failed, and nobody tries it
again.
"""

from __future__ import annotations

from reference_backend.captures import Captures
from reference_backend.stripe_errors import Unknown

INCIDENT = "beam-community/stripity-stripe#686; mozilla/fxa#8718; bitwarden/server PR#1735"


class HastyCaptures(Captures):
    """Has one kind of error."""

    async def capture(self, order_id: str) -> None:
        try:
            await super().capture(order_id)
        except Unknown as doubt:
            async with self.database.transaction() as db:
                order = await self.orders.get(db, order_id)
            await self.capture_failed(order, str(doubt))


PARTS = {"captures": HastyCaptures}
