"""Incident: a second PaymentIntent was made for the same cart.

The page was refreshed, or a second path through the shop finishes the checkout as well. Each makes
a PaymentIntent, and each can be paid; the shop knows of the last one.
"""

from __future__ import annotations

from scenarios.at_once import at_once
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I05",
    title="A second intent for the same cart",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"new_intent_for_every_click": ("charged_once",)},
    sources=("saleor/saleor#19220", "medusajs/medusa#15589"),
)


def test_a_page_that_was_refreshed_pays_once(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment page that was opened, and opened once more.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku))
    first, second = shop.start_payment(cart), shop.start_payment(cart)
    # When both pages are paid.
    shopper.confirm(first)
    shopper.confirm(second)
    shop.complete_cart(cart)
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(cart.id, "paid", "the card was good")
    invariants.must_hold()


def test_two_paths_that_begin_to_pay_at_once_pay_once(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given two parts of the storefront that both begin the payment.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku))
    first, second = at_once(lambda: shop.start_payment(cart), lambda: shop.start_payment(cart))
    # When both are confirmed.
    shopper.confirm(first)
    shopper.confirm(second)
    shop.complete_cart(cart)
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(cart.id, "paid", "the card was good")
    invariants.must_hold()
