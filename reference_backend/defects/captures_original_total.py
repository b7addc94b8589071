"""The delayed capture takes what was authorized, not what the order costs by now.

The shopper took something out of the order during the grace period, and pays for it all the same.
"""

from __future__ import annotations

from reference_backend.captures import Captures
from reference_backend.orders import Order
from reference_backend.stripe_objects import Intent

INCIDENT = "founding incident 2; woocommerce/woocommerce-gateway-stripe#357, saleor/saleor#8010"


class ForgetfulCaptures(Captures):
    """Captures without an amount, which is all that is held."""

    async def take(self, order: Order, intent: Intent) -> Intent:
        return await self.intentions.carry_out(
            f"capture:{order.id}", lambda key: self.gateway.capture_intent(key, intent.id, None)
        )


PARTS = {"captures": ForgetfulCaptures}
