"""Incident: every authorization of an order was captured.

The shopper began to pay in two tabs, and each tab holds the money. The admin page shows one of
them. Capturing the order takes both.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.incidents.given import order_of
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I35",
    title="Every authorization of an order was captured",
    at_stake=("charged_once", "captured_is_the_orders_total", "no_authorization_is_forgotten"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "capture_order"),
    catches={"captures_every_authorization": ("charged_once",)},
    sources=("checkout/checkout-magento2-plugin#50",),
)


def test_an_order_takes_the_money_once_though_two_tabs_held_it(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart that is being paid for in two tabs.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku))
    tabs = [shop.start_payment(cart, capture_method="manual") for _ in range(2)]
    # When the shopper presses Pay in both, and the order is made and captured.
    for tab in tabs:
        shopper.confirm(tab)
    order = order_of(shop.complete_cart(cart))
    invariants.settle()
    shop.capture_order(order)
    # Then
    invariants.allow_compensation("what was held twice is let go once")
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
