"""The last event to arrive wins, whatever it is about.

The shopper's first card was declined, the second was good. The news of the first come late, and the
order that was paid is called failed.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.events import Events, Payload
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement
from reference_backend.stripe_objects import Intent

INCIDENT = "202-ecommerce/stripe_official#79; jikig-ai/soleur#2190, #2772; opengovsg/FormSG#6022"


class GullibleEvents(Events):
    """Believes each event as it is."""

    async def payment_intent(self, raw: Payload) -> None:
        await self.news.learn(Intent.read(raw))


class OverwritingSettlement(Settlement):
    """Has no old news; a failure is a failure, whatever was before."""

    async def settle(self, db: Connection, payment: Payment, intent: Intent) -> None:
        if intent.status == "requires_payment_method" and payment.order_id is not None:
            order = await self.orders.get(db, payment.order_id, lock=True)
            await self.payments.note(db, payment, intent)
            await self.failed(db, order, intent)
        else:
            await super().settle(db, payment, intent)

    async def failed(self, db: Connection, order: Order, intent: Intent) -> None:
        reason = intent.error_message or "The payment failed."
        await self.orders.set_status(db, order, "failed", reason=reason)


PARTS = {
    "events": GullibleEvents,
    "settlement": OverwritingSettlement,
}
