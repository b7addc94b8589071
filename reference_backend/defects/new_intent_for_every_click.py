"""Whoever begins to pay for a cart gets a new PaymentIntent, and the old one can still be paid.

The page was refreshed, or a second path makes the payment too. Both are paid; the shop knows of the
last one.
"""

from __future__ import annotations

from reference_backend.carts import Carts
from reference_backend.database import Connection
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement
from reference_backend.stripe_objects import Intent

INCIDENT = "saleor/saleor#19220; medusajs/medusa#15589"


class FreshCarts(Carts):
    """Remembers no payment that was begun."""

    async def start_payment(
        self,
        cart_id: str,
        capture_method: str,
        *,
        keeps_card: bool = False,
    ) -> Intent:
        async with self.database.transaction() as db:
            cart = await self.get(db, cart_id)
            payment = await self.payments.plan(
                db, cart, flow="cart", capture_method=capture_method, cart_id=cart_id,
                keeps_card=keeps_card,
            )  # fmt: skip
        return await self._intent(cart, payment)


class UnsuspectingSettlement(Settlement):
    """Does not expect a second payment for an order."""

    async def _rival(self, db: Connection, payment: Payment) -> bool:  # noqa: ARG002  # see above
        return False


PARTS = {"carts": FreshCarts, "settlement": UnsuspectingSettlement}
SCHEMA = """
DROP INDEX one_good_payment_per_order;
"""
