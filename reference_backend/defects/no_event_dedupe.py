"""The webhook acts on every delivery as if it were the first, and does not remember event ids.

Stripe delivers at least once. The same event, twice, pays the same order twice: two mails, two
parcels, the goods taken off the shelf twice.
"""

from __future__ import annotations

import secrets

import msgspec

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment
from reference_backend.settlement import Settlement
from reference_backend.stock import Line
from reference_backend.stripe_objects import Intent
from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "founding incident 4; Pinelab-studio/pinelab-vendure-plugins#620, PR#626"


class ForgetfulWebhooks(Webhooks):
    """Keeps each delivery under a name of its own, so that none was ever seen before."""

    async def keep(self, envelope: Envelope, body: bytes) -> None:
        await super().keep(
            msgspec.structs.replace(envelope, id=f"{envelope.id}#{secrets.token_hex(4)}"), body
        )


class RepeatingSettlement(Settlement):
    """Relies on being called once for each payment."""

    async def move(self, db: Connection, order: Order, payment: Payment, intent: Intent) -> None:
        if intent.status == "succeeded":
            await self.money_came(db, order, payment, intent)
        else:
            await super().move(db, order, payment, intent)

    async def take_stock(self, db: Connection, order: Order) -> bool:
        await self.shop.stock.release(db, order.id)
        for line in order.lines:
            await _take_unchecked(db, line)
        await self.shop.orders.record(db, order.id, "stock_decremented")
        return True


async def _take_unchecked(db: Connection, line: Line) -> None:
    await db.execute(
        "UPDATE stock SET stocked_quantity = stocked_quantity - $2,"
        " sold_quantity = sold_quantity + $2 WHERE sku = $1",
        line.sku,
        line.quantity,
    )


PARTS = {"webhooks": ForgetfulWebhooks, "settlement": RepeatingSettlement}
SCHEMA = """
DROP INDEX effects_happen_once;
ALTER TABLE stock DROP CONSTRAINT stock_is_never_negative;
ALTER TABLE stock DROP CONSTRAINT only_what_is_stocked_is_reserved;
"""
