"""Incident: a payment that had failed was used again, for its old amount.

The card is declined. The shopper takes something out of the cart, or puts something in, and tries
again. The shop finds that the failed payment can still be paid, and does not look at its amount.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I54",
    title="A failed payment was used again, for its old amount",
    at_stake=("captured_is_the_orders_total", "charged_once", "promises_are_kept"),
    needs=("seed_product", "open_cart", "edit_cart", "start_payment", "complete_cart", "view"),
    catches={"reuses_failed_payment": ("captured_is_the_orders_total",)},
    sources=("woocommerce/woocommerce-gateway-stripe#4093",),
)


def test_a_second_try_pays_for_what_is_in_the_cart_now(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart of three whose payment was declined.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku, 3))
    shopper.confirm(shop.start_payment(cart), "pm_card_visa_chargeDeclined")
    # When two are taken out, and the shopper tries again with another card.
    shop.edit_cart(cart, Line(product.sku, 1))
    shopper.must_pay(shop.start_payment(cart))
    shop.complete_cart(cart)
    # Then
    invariants.promise(cart.id, "paid", "the second card was good")
    invariants.must_hold()
