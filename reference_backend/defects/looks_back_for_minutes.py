"""Whether somebody is paying already is known for some minutes; a bank takes days.

After that a cart can be paid for again, while the first payment is still on its way.
"""

from __future__ import annotations

from reference_backend.carts import Carts
from reference_backend.defects.new_intent_for_every_click import (
    SCHEMA,
    FreshCarts,
    UnsuspectingSettlement,
)
from reference_backend.stripe_objects import Intent

INCIDENT = "antiwork/gumroad PR#5789"


class ForgetfulCarts(FreshCarts):
    """Does not remember a payment that is on its way."""

    async def start_payment(
        self, cart_id: str, capture_method: str, *, keeps_card: bool = False
    ) -> Intent:
        on_its_way = await self.database.pool.fetchval(
            "SELECT true FROM payments WHERE cart_id = $1 AND status = 'processing'", cart_id
        )
        start = FreshCarts.start_payment if on_its_way else Carts.start_payment
        return await start(self, cart_id, capture_method, keeps_card=keeps_card)


PARTS = {"carts": ForgetfulCarts, "settlement": UnsuspectingSettlement}
__all__ = ["PARTS", "SCHEMA"]
