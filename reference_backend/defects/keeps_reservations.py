"""What was held back for a checkout that nobody finished is never put back.

The session expires, the order is called off, and the goods stay reserved for it: sold out, with a
full shelf.
"""

from __future__ import annotations

from reference_backend.checkout import Checkout
from reference_backend.database import Connection
from reference_backend.orders import Order

INCIDENT = "pretix/pretix#2629"


class HoardingCheckout(Checkout):
    """Calls the order off, and forgets its goods."""

    async def lapse(self, db: Connection, order: Order) -> None:
        if order.payment_status in {"pending", "failed"} and not await self.sessions.is_open(
            db, order.id
        ):
            await self.orders.set_status(db, order, "cancelled", reason="It has expired.")


PARTS = {"checkout": HoardingCheckout}
