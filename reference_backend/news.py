"""News of an intent, from wherever they come, to whom they concern.

They come by many ways (an answer, an event, a look by reconciliation), late, twice, and in any
order. They all end in `learn`, which is told the newest truth and has the order moved there; told
the same again, it moves nothing.
"""

from __future__ import annotations

from reference_backend.carts import Carts
from reference_backend.database import Database
from reference_backend.direct import Direct
from reference_backend.part import Part
from reference_backend.payments import Payment, Payments
from reference_backend.sessions import Sessions
from reference_backend.settlement import Settlement
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import Intent


class News(Part):
    """Finds out whose news they are, and passes them on."""

    carts: Carts
    database: Database
    direct: Direct
    gateway: StripeGateway
    payments: Payments
    sessions: Sessions
    settlement: Settlement

    async def look(self, intent_id: str) -> None:
        """Ask Stripe for the newest truth about an intent, and act on it."""
        await self.learn(await self.gateway.retrieve_intent(intent_id))

    async def learn(self, intent: Intent) -> None:
        """Move whatever this intent pays for to where the intent says that it is."""
        payment = await self.find(intent)
        if payment is None:
            return
        if payment.order_id is None and payment.flow == "cart":
            await self.carts.learn(payment, intent)
        elif payment.order_id is None and payment.flow == "webhook":
            await self.direct.learn(payment, intent)
        else:
            async with self.database.transaction() as db:
                await self.settlement.settle(db, payment, intent)

    async def find(self, intent: Intent) -> Payment | None:
        """The payment that this intent is for; None if it is not ours."""
        known = await self.payments.known(intent)
        return known or await self.sessions.payment_of(intent)
