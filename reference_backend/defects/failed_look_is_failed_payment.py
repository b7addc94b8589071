"""One `try` holds the payment and the look at it: when the look fails, the payment has failed.

The shopper has paid; the answer to a mere question was lost, and the cart's payment is crossed out.
"""

from __future__ import annotations

from reference_backend import problems
from reference_backend.carts import Cart, Carts
from reference_backend.payments import Payment
from reference_backend.stripe_errors import Unknown
from reference_backend.stripe_objects import Intent

INCIDENT = "woocommerce/woocommerce-gateway-stripe PR#3444"


class PessimisticCarts(Carts):
    """Has one reason for everything."""

    async def _money_for(self, cart: Cart, payment: Payment) -> Intent:
        try:
            return await super()._money_for(cart, payment)
        except Unknown as doubt:
            await self._free(cart)
            await self.database.pool.execute(
                "UPDATE payments SET status = 'canceled' WHERE id = $1", payment.id
            )
            raise problems.PAYMENT_REQUIRED("The payment failed.") from doubt

    async def learn(self, payment: Payment, intent: Intent) -> None:
        if payment.status != "canceled":
            await super().learn(payment, intent)


PARTS = {"carts": PessimisticCarts}
