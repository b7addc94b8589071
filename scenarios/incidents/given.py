"""Where many stories begin: goods on sale, and a shopper on the way to pay for them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.driver import Answer, CannotSetUp, Cart, Line, Payment, Product, Shop
from scenarios.shopper import Shopper
from simulator import SimulatorError

if TYPE_CHECKING:
    from simulator import Account

PRICE = 100_00  # minor units: 100.00 usd


@dataclass(frozen=True, slots=True)
class Checkout:
    """A cart whose payment has begun; nothing is confirmed yet."""

    product: Product
    cart: Cart
    payment: Payment


def a_checkout(
    shop: Shop, *, capture_method: str = "automatic", price: int = PRICE, quantity: int = 10
) -> Checkout:
    """A shopper with one thing in the cart stands before the Pay button."""
    product = shop.new_product(price=price, quantity=quantity)
    cart = shop.open_cart(Line(product.sku))
    return Checkout(product, cart, shop.start_payment(cart, capture_method=capture_method))


def order_of(answer: Answer) -> str:
    """The order that a completion made.

    Raises:
        CannotSetUp: it made none.
    """
    if not answer.done or answer["order"] is None:
        raise CannotSetUp(f"complete_cart made no order: {answer.reason or answer.body}")
    return str(answer["order"])


def an_authorized_order(
    shop: Shop, shopper: Shopper, *, price: int = PRICE, units: int = 1
) -> tuple[Product, Payment, str]:
    """An order whose money is held and not yet taken."""
    product = shop.new_product(price=price)
    cart = shop.open_cart(Line(product.sku, units))
    payment = shop.start_payment(cart, capture_method="manual")
    shopper.must_pay(payment)
    return product, payment, order_of(shop.complete_cart(cart))


def a_paid_order(shop: Shop, shopper: Shopper, *, price: int = PRICE) -> tuple[Payment, str]:
    """An order that was paid in the ordinary way."""
    checkout = a_checkout(shop, price=price)
    shopper.must_pay(checkout.payment)
    return checkout.payment, order_of(shop.complete_cart(checkout.cart))


def deliver_all(simulator: Account) -> None:
    """Deliver what waits, one after the other, while deliveries are paused."""
    for delivery in simulator.deliveries.list(state="pending"):
        with suppress(SimulatorError):  # somebody else has delivered it meanwhile
            simulator.deliveries.attempt(delivery.id)
