"""Whatever an event says is written into its order, whatever the order has become since.

The shopper cancelled. Stripe sends the news of the authorization once more, and the order waits for
its capture again: goods are packed for money that was let go.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.defects.no_event_dedupe import EveryDelivery
from reference_backend.defects.no_lock_on_payment_intent import EachDelivery
from reference_backend.events import Payload
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement
from reference_backend.stripe_objects import Intent

INCIDENT = "jikig-ai/soleur#2190, #2772; onetimesecret/onetimesecret#3692"


class LiteralEvents(EachDelivery):
    """Takes the object in an event for the truth."""

    async def payment_intent(self, raw: Payload) -> None:
        await self.news.learn(Intent.read(raw))


class ResurrectingSettlement(Settlement):
    """An authorization is an authorization."""

    async def settle(self, db: Connection, payment: Payment, intent: Intent) -> None:
        assert payment.order_id is not None
        order = await self.orders.get(db, payment.order_id, lock=True)
        if order.state == "cancelled" and intent.status == "requires_capture":
            await self.payments.note(db, payment, intent)
            await self.orders.set_status(db, order, "awaiting", state="placed")
        else:
            await super().settle(db, payment, intent)


PARTS = {"webhooks": EveryDelivery, "events": LiteralEvents, "settlement": ResurrectingSettlement}
