"""A refund that the bank sends back days later stays in the books as made.

The shopper's account is closed; the money is the shop's again, and nobody knows.
"""

from __future__ import annotations

from reference_backend.database import Connection
from reference_backend.payments import Payment
from reference_backend.refunds import Refunds
from reference_backend.stripe_objects import Refund as StripeRefund

INCIDENT = "woocommerce/woocommerce-payments PR#3965; juspay/hyperswitch PR#1488"


class HopefulRefunds(Refunds):
    """Once made is made."""

    async def take_over(self, db: Connection, payment: Payment, made: StripeRefund) -> None:
        if made.status != "failed":
            await super().take_over(db, payment, made)


PARTS = {"refunds": HopefulRefunds}
