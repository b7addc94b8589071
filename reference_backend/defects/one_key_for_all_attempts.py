"""The idempotency key names the order alone, so every try to pay it is the first try.

The first card was declined. The second one is good, but Stripe is asked under the same key with
other parameters, and refuses; the checkout is dead for a day.
"""

from __future__ import annotations

from reference_backend.mobile import Mobile
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "vendurehq/vendure#3903; fjordllc/bootcamp#4268; woocommerce-gateway-stripe PR#4093"


class OneKeyMobile(Mobile):
    """One order, one key."""

    async def confirm_intent(
        self, payment: Payment, intent: Intent, payment_method: str, attempt: int
    ) -> Intent:
        del attempt
        return await self.gateway.confirm_intent(f"confirm:{payment.id}", intent.id, payment_method)


PARTS = {"mobile": OneKeyMobile}
