"""Incident: the cart changed, and the payment did not.

The shopper goes to the payment page, comes back to put one more thing into the cart, and pays in
the tab that is still open. The old amount is taken, and the order is made for the new cart.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I53",
    title="The cart changed, and the payment did not",
    at_stake=("captured_is_the_orders_total", "charged_once", "promises_are_kept"),
    needs=("seed_product", "open_cart", "edit_cart", "start_payment", "complete_cart", "view"),
    catches={"payment_keeps_old_amount": ("captured_is_the_orders_total",)},
    sources=("202-ecommerce/stripe_official#97", "medusajs/medusa#15589"),
)


def test_what_is_paid_is_what_the_cart_costs_at_last(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart of one, whose payment page is open.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku))
    payment = shop.start_payment(cart)
    # When a second one is put in, and the shopper presses Pay on the page that is still open.
    shop.edit_cart(cart, Line(product.sku, 2))
    if not shopper.confirm(payment).paid:
        shopper.must_pay(shop.start_payment(cart))
    shop.complete_cart(cart)
    # Then
    invariants.promise(cart.id, "paid", "the card was good")
    invariants.must_hold()
