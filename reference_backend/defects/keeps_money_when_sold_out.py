"""The goods are gone when the payment comes, and the shop keeps the money.

Whoever was a moment too late has paid for nothing.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.orders import Order
from reference_backend.payments import Payment, Payments

INCIDENT = "pretix/pretix#74; vendurehq/vendure#3411; openfoodfoundation/openfoodnetwork#7922"


class UnforgivingPayments(Payments):
    """Gives nothing back."""

    async def give_back(self, db: Connection, payment: Payment, order: Order, why: str) -> None:
        if why != "out_of_stock":
            await super().give_back(db, payment, order, why)


PARTS = {"payments": UnforgivingPayments}
