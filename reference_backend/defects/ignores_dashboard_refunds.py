"""Refunds that somebody makes in Stripe's dashboard are not seen.

The order is called paid, and may be refunded once more here.
"""

from __future__ import annotations

from reference_backend.refunds import Refunds

INCIDENT = "woocommerce/woocommerce-gateway-stripe#5697; antiwork/gumroad PR#6193; pretix#343"


class OwnRefundsOnly(Refunds):
    """Knows of its own refunds alone."""

    async def look(self, intent_id: str) -> None:
        """Not ours, not here."""


PARTS = {"refunds": OwnRefundsOnly}
