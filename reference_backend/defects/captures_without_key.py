"""The capture is sent without an idempotency key, and sent again when no answer comes.

Stripe cannot know that the second request means the same as the first. What saves a single capture
is luck: the intent's status. Source: Stripe docs, "Idempotent requests".
"""

from __future__ import annotations

import aiohttp

from reference_backend.stripe_errors import Unknown
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent

INCIDENT = "woocommerce/woocommerce-gateway-stripe#2339, PR#3912; frappe/payments PR#240"


class KeylessGateway(StripeGateway):
    """Captures by a request of its own making; the SDK would have added a key."""

    async def capture_intent(self, key: str, intent_id: str, amount: int | None) -> Intent:
        del key
        try:
            async with self._session.post(
                f"{self.settings.stripe_api_base}/v1/payment_intents/{intent_id}/capture",
                data={} if amount is None else {"amount_to_capture": str(amount)},
                headers={"Authorization": f"Bearer {self.settings.stripe_secret_key}"},
                timeout=aiohttp.ClientTimeout(total=self.settings.stripe_timeout_s),
            ) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unknown("Stripe did not answer.") from error
        return await self.retrieve_intent(intent_id)


PARTS = {"gateway": KeylessGateway}
