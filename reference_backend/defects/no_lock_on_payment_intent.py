"""Two workers make an order of one payment: nothing locks the PaymentIntent between look and write.

Stripe delivers the event that a payment is authorized twice at the same moment. Both workers look
for an order, find none, and make one: two orders, the goods taken off the shelf twice, oversold.
"""

from __future__ import annotations

import asyncio
import secrets

import msgspec

from reference_backend.direct import Direct
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "founding incident 5; razorpay/razorpay-magento#291, #208; woocommerce-payments PR#3520"


class UnlockedDirect(Direct):
    """Looks first, and makes the order some queries later."""

    async def learn(self, payment: Payment, intent: Intent) -> None:
        async with self.shop.database.transaction() as db:
            existing = await self.shop.payments.get(db, payment.id)
        if existing.order_id is not None:
            async with self.shop.database.transaction() as db:
                await self.shop.payments.settle(db, existing, intent)
            return
        if intent.status not in {"requires_capture", "succeeded"}:
            return
        await asyncio.sleep(0.25)  # address check, mail template, tax service
        async with self.shop.database.transaction() as db:
            await self.make_order(db, payment, intent)


class ForgetfulWebhooks(Webhooks):
    """Every delivery is worked on, side by side with the others."""

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        await super().keep(
            msgspec.structs.replace(envelope, id=f"{envelope.id}#{secrets.token_hex(4)}"), body
        )


PARTS = {"direct": UnlockedDirect, "webhooks": ForgetfulWebhooks}
SCHEMA = """
DROP INDEX one_good_payment_per_order;
"""
