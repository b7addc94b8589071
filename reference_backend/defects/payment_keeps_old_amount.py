"""The cart was changed after its payment had begun, and the payment was not.

The shopper pays what the cart cost before, and the order is made for what it costs now.
"""

from __future__ import annotations

from dataclasses import replace

from reference_backend.carts import Cart, Carts
from reference_backend.payments import Payment
from reference_backend.stripe_objects import Intent

INCIDENT = "202-ecommerce/stripe_official PR#97"


class SeparateCarts(Carts):
    """A cart and its payment have nothing to do with each other."""

    async def _drop(self, cart: Cart, payment: Payment) -> None:
        """It can be paid still."""

    async def _money_for(self, cart: Cart, payment: Payment) -> Intent:
        """Paid is paid."""
        return await super()._money_for(replace(cart, total_minor=payment.amount_minor), payment)


PARTS = {"carts": SeparateCarts}
