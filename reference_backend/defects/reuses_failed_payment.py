"""A payment that failed is used again for the next try, whatever the cart costs by then.

What is compared is whether it can still be paid, and not how much it asks for.
"""

from __future__ import annotations

from reference_backend.carts import Cart
from reference_backend.defects.payment_keeps_old_amount import SeparateCarts
from reference_backend.payments import Payment

INCIDENT = "woocommerce/woocommerce-gateway-stripe PR#4093"


class ThriftyCarts(SeparateCarts):
    """Calls off what was never tried, and keeps what was."""

    async def _drop(self, cart: Cart, payment: Payment) -> None:
        intent = await self._intent(cart, payment)
        if intent.error_message is None:
            await super(SeparateCarts, self)._drop(cart, payment)


PARTS = {"carts": ThriftyCarts}
