"""The storefront: carts and their completion, and what a shopper may do with an order."""

from __future__ import annotations

import re
from typing import Final

from reference_backend import problems
from reference_backend.shop import Shop
from reference_backend.view import SeenOrder
from reference_backend.web.answers import (
    CartAnswer,
    Completed,
    OrderAnswer,
    PaymentSession,
    ProductsAnswer,
)
from reference_backend.web.bodies import (
    ApplyCoupon,
    CompleteCart,
    EditCart,
    EditOrder,
    NewCart,
    StartPayment,
)
from reference_backend.web.calls import Call

PRODUCTS_MAX: Final = 100
SKU: Final = re.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


async def seen_order(shop: Shop, order_id: str) -> SeenOrder:
    """Raises: NOT_FOUND."""
    async with shop.database.pool.acquire() as db:
        order = await shop.view.order(db, order_id)
    if order is None:
        raise problems.NOT_FOUND(f"There is no order {order_id}.")
    return order


async def list_products(call: Call) -> ProductsAnswer:
    """List what can be bought, variants and all, by sku."""
    after = call.request.query.get("after")
    if after is not None and not SKU.fullmatch(after):
        raise problems.MALFORMED("`after` is no sku.")
    async with call.shop.database.pool.acquire() as db:
        found = await call.shop.catalogue.on_sale(db, PRODUCTS_MAX + 1, after or "")
    shown = found[:PRODUCTS_MAX]
    return ProductsAnswer(shown, shown[-1].sku if len(found) > PRODUCTS_MAX else None)


async def create_cart(call: Call) -> CartAnswer:
    """Open a cart; the total is computed here."""
    body = call.body(NewCart)
    cart = await call.shop.carts.create(body.items, body.currency, body.email, body.user_id)
    return CartAnswer.of(cart)


async def read_cart(call: Call) -> CartAnswer:
    """Read a cart."""
    async with call.shop.database.pool.acquire() as db:
        return CartAnswer.of(await call.shop.carts.get(db, call.id()))


async def edit_cart(call: Call) -> CartAnswer:
    """Change what a cart holds; a payment that was begun has to be begun again."""
    return CartAnswer.of(await call.shop.carts.edit(call.id(), call.body(EditCart).items))


async def apply_coupon(call: Call) -> CartAnswer:
    """Take off what a coupon says; a payment that was begun has to be begun again."""
    return CartAnswer.of(await call.shop.carts.apply_coupon(call.id(), call.body(ApplyCoupon).code))


async def start_payment(call: Call) -> PaymentSession:
    """Begin to pay for a cart; asked again, the same payment."""
    body = call.body(StartPayment)
    intent = await call.shop.carts.start_payment(
        call.id(), body.capture_method, keeps_card=body.save_card
    )
    return PaymentSession(intent.id, intent.client_secret, intent.status, intent.amount)


async def complete_cart(call: Call) -> Completed:
    """Make the cart an order; money that is held is captured when the grace period ends."""
    order = await call.shop.carts.complete(call.id(), capture_now=False)
    return Completed(await seen_order(call.shop, order.id))


async def complete_cart_at_once(call: Call) -> Completed:
    """Make the cart an order; money that is held is captured at once."""
    order = await call.shop.carts.complete(call.body(CompleteCart).cart_id, capture_now=True)
    return Completed(await seen_order(call.shop, order.id))


async def read_order(call: Call) -> OrderAnswer:
    """Read an order and what happened to it."""
    order = await seen_order(call.shop, call.id())
    async with call.shop.database.pool.acquire() as db:
        return OrderAnswer(order, await call.shop.view.history(db, order.id))


async def edit_order(call: Call) -> Completed:
    """Change what an authorized order holds, while its grace period lasts."""
    order = await call.shop.captures.edit(call.id(), call.body(EditOrder).items)
    return Completed(await seen_order(call.shop, order.id))


async def cancel_order(call: Call) -> Completed:
    """Call an order off that is not paid for yet; what is held is let go."""
    order = await call.shop.cancellations.cancel(call.id(), by_admin=False)
    return Completed(await seen_order(call.shop, order.id))
