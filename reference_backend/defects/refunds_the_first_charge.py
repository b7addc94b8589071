"""A refund names the first charge that the payment ever had.

The first card was refused, the second paid. The refund names the charge that was refused, Stripe
has nothing to give back of it, and the shopper does not get the money.
"""

from __future__ import annotations

from collections.abc import Mapping

from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Refund

INCIDENT = "Automattic/woocommerce-payments#4771"


class FirstChargeGateway(StripeGateway):
    """Knows of one charge for each payment."""

    async def create_refund(
        self, key: str, *, intent_id: str, amount: int, metadata: Mapping[str, str]
    ) -> Refund:
        charges = await self._ask(
            self._stripe.charges.list_async({"payment_intent": intent_id, "limit": 100})
        )
        first = charges["data"][-1]["id"]  # Stripe lists the newest first
        call = self._stripe.refunds.create_async(
            {"charge": first, "amount": amount, "metadata": dict(metadata)}, self._options(key)
        )
        return Refund.read(await self._ask(call))


PARTS = {"gateway": FirstChargeGateway}
