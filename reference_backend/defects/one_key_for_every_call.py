"""The idempotency key of a call stays among the client's options, and goes along with the next.

Attaching a card, making an intent and confirming it are three requests under one key. Stripe
refuses the second: the key was used for something else.
"""

from __future__ import annotations

from typing import Any

from reference_backend.stripe_gateway import StripeGateway

INCIDENT = "stripe/stripe-ruby#598"


class StickyGateway(StripeGateway):
    """Keeps the options of the payment that is being made."""

    kept: str | None = None

    def _options(self, key: str) -> Any:
        if key.startswith("attach:"):
            self.kept = key
        elif self.kept is not None and key.startswith(("intent:", "confirm:")):
            key = self.kept
        return super()._options(key)


PARTS = {"gateway": StickyGateway}
