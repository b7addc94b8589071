"""An authorization that has expired, or was cancelled in the dashboard, changes nothing here.

The order goes on waiting for its capture, with the goods held back for it; sooner or later somebody
ships it. There is no money.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.settlement import Settlement

INCIDENT = "woocommerce/woocommerce-gateway-stripe#1378, PR#3651; reactioncommerce/reaction#4726"


class OblivousSettlement(Settlement):
    """Has no case for it."""

    async def canceled(self, db: Connection, order: Order) -> None:
        """Nobody thought of this."""


PARTS = {"settlement": OblivousSettlement}
