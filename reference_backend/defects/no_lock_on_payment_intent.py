"""Two workers make an order of one payment: nothing locks the PaymentIntent between look and write.

Stripe delivers the event that a payment is authorized twice at the same moment. Both workers look
for an order, find none, and make one: two orders, the goods taken off the shelf twice, oversold.
"""

from __future__ import annotations

import asyncio

from reference_backend.defects.no_event_dedupe import EveryDelivery
from reference_backend.direct import Direct
from reference_backend.events import Events
from reference_backend.payments import Payment
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent

INCIDENT = "founding incident 5; razorpay/razorpay-magento#291, #208; woocommerce-payments PR#3520"


class UnlockedDirect(Direct):
    """Looks first, and makes the order some queries later."""

    gateway: StripeGateway

    async def learn(self, payment: Payment, intent: Intent) -> None:
        async with self.database.transaction() as db:
            seen = await self.payments.get(db, payment.id)
        if seen.order_id is None and intent.status in {"requires_capture", "succeeded"}:
            intent = await self.gateway.retrieve_intent(intent.id)  # for the receipt's address
            await asyncio.sleep(0.25)  # the tax service, the mail's template
            async with self.database.transaction() as db:
                await self.make_order(db, seen, intent)
        else:
            await super().learn(payment, intent)


class EachDelivery(Events):
    """Every delivery is worked on, side by side with the others."""

    async def act_on(self, event_id: str, body: bytes | None = None) -> None:
        await super().act_on(event_id.partition("#")[0], body)


PARTS = {"direct": UnlockedDirect, "webhooks": EveryDelivery, "events": EachDelivery}
SCHEMA = """
DROP INDEX one_good_payment_per_order;
"""
