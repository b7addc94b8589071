"""When the money comes, the order is priced anew from the catalogue.

The page was opened at one price, and paid at it. Somebody changed the price meanwhile, and the
order says that it was paid with another amount than it was.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement
from reference_backend.stripe_objects import Intent

INCIDENT = "ajnoble/snowgum#382; woocommerce/woocommerce-gateway-stripe#5855"


class RepricingSettlement(Settlement):
    """Asks what it costs today."""

    async def money_came(
        self, db: Connection, order: Order, payment: Payment, intent: Intent
    ) -> None:
        await super().money_came(db, order, payment, intent)
        await db.execute(
            "UPDATE orders SET total_minor = (SELECT sum(quantity * prices.unit_amount_minor)"
            " FROM order_lines JOIN prices USING (sku)"
            " WHERE order_id = $1 AND currency = $2) WHERE id = $1",
            order.id, order.currency,
        )  # fmt: skip


PARTS = {"settlement": RepricingSettlement}
