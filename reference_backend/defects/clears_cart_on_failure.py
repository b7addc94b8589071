"""When the payment fails, the cart is emptied, as after a sale.

The shopper who wants to try another card has nothing to pay for any more.
"""

from __future__ import annotations

from reference_backend.carts import Cart, Carts

INCIDENT = "founding incident 4"


class EmptiedCarts(Carts):
    """Tidies up too early."""

    async def _free(self, cart: Cart) -> None:
        await super()._free(cart)
        async with self.database.transaction() as db:
            await db.execute("DELETE FROM payments WHERE cart_id = $1", cart.id)
            await db.execute("DELETE FROM carts WHERE id = $1", cart.id)


PARTS = {"carts": EmptiedCarts}
