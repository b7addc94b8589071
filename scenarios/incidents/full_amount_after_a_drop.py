"""Incident: an item was dropped before the capture, and was paid for.

An item of an authorized order turned out to be missing, and somebody took it out. Then somebody
else pressed Capture, and all that was held was taken.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I33",
    title="Dropped before the capture, and paid for",
    at_stake=("captured_is_the_orders_total", "the_books_match_the_money", "promises_are_kept"),
    needs=(
        "seed_product",
        "open_cart",
        "start_payment",
        "complete_cart",
        "view",
        "edit_order",
        "capture_order",
    ),
    catches={"captures_original_total": ("captured_is_the_orders_total",)},
    sources=("woocommerce/woocommerce-gateway-stripe#357", "saleor/saleor#8010"),
)


def test_an_admin_captures_what_is_still_ordered(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order of three, two of which were taken out since.
    product, _, order = an_authorized_order(shop, shopper, units=3)
    shop.edit_order(order, Line(product.sku, 1))
    # When an admin captures it by hand.
    shop.capture_order(order)
    # Then
    invariants.promise(order, "paid", "it was authorized")
    invariants.must_hold()
