"""A race was mended by waiting: the webhook gives the browser's way back a second to be first.

Most days that is enough. On a slow day the completion takes longer, and both make the order.
"""

from __future__ import annotations

import asyncio
from typing import Final

from reference_backend.carts import Carts
from reference_backend.defects.no_lock_on_cart import SCHEMA, CartsUnlocked
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "medusajs/medusa PR#5838, PR#6311; craftcms/commerce-stripe#96"
WAIT_S: Final = 1.0


class PatientCarts(Carts):
    """Waits, then looks, then acts."""

    async def learn(self, payment: Payment, intent: Intent) -> None:
        await asyncio.sleep(WAIT_S)
        await super().learn(payment, intent)


PARTS = {"carts": PatientCarts, "locks": CartsUnlocked}
__all__ = ["PARTS", "SCHEMA"]
