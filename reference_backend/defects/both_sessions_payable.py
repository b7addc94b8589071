"""Another checkout session is opened for an order while the first one can still be paid.

The shopper has both tabs open, and pays in both: charged twice for one order, and nobody notices.
"""

from __future__ import annotations

from reference_backend.checkout import Checkout
from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement

INCIDENT = "founding incident 4; getlago/lago-api PR#5708; vendurehq/vendure#2620"


class CarelessCheckout(Checkout):
    """Leaves the old session open."""

    async def close_live_session(self, order: Order) -> None:
        """Not here."""


class UnsuspectingSettlement(Settlement):
    """Does not expect a second payment for an order."""

    async def _rival(self, db: Connection, payment: Payment) -> bool:  # noqa: ARG002  # see above
        return False


PARTS = {"checkout": CarelessCheckout, "settlement": UnsuspectingSettlement}
SCHEMA = """
DROP INDEX one_open_session_per_order;
DROP INDEX one_good_payment_per_order;
"""
