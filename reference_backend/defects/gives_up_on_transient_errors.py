"""A call to Stripe that fails once has failed: a timeout or a 500 is taken for a refusal.

The capture is never tried again; the order waits for money that nobody will ever take.
"""

from __future__ import annotations

from reference_backend.intentions import Answer, Call, Find, Intentions
from reference_backend.stripe_errors import Refused, Unknown

INCIDENT = "founding incident 2; alphagov/pay-connector PR#3962; mozilla/fxa#8718"


class FaintHearted(Intentions):
    """Takes doubt for a no."""

    async def carry_out(
        self,
        purpose: str,
        call: Call[Answer],
        *,
        find: Find[Answer] | None = None,  # noqa: ARG002  # it never asks
    ) -> Answer:
        try:
            return await call(await self.key_for(purpose))
        except Unknown as doubt:
            await self._note(purpose, "refused", str(doubt))
            raise Refused(str(doubt)) from doubt


PARTS = {"intentions": FaintHearted}
