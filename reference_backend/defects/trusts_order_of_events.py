"""Events are believed to come in the order in which things happened.

The order is made when the payment is authorized; an event that the money was taken finds no order
if it comes first, and is dropped. The authorization that follows makes one that waits for ever.
"""

from __future__ import annotations

from reference_backend.direct import Direct
from reference_backend.events import Events, Payload
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "duncanmcclean/statamic-cargo#190; medusajs/medusa#3146; laravel/cashier-stripe#1201"


class OrderlyEvents(Events):
    """Believes each event as it is."""

    async def payment_intent(self, raw: Payload) -> None:
        await self.news.learn(Intent.read(raw))


class OrderlyDirect(Direct):
    """Makes an order of an authorization; a payment that was taken must have one already."""

    async def learn(self, payment: Payment, intent: Intent) -> None:
        manual = payment.capture_method == "manual"
        if manual and intent.status == "succeeded" and payment.order_id is None:
            return
        await super().learn(payment, intent)


PARTS = {"events": OrderlyEvents, "direct": OrderlyDirect}
