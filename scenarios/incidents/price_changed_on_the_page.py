"""Incident: the price changed while the page was open.

The shopper was sent to the payment page at one price, and pays it. Meanwhile somebody changed the
price in the catalogue, and when the money comes the shop works out what the order costs anew.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I58",
    title="The price changed while the page was open",
    at_stake=("captured_is_the_orders_total", "promises_are_kept"),
    needs=("seed_product", "open_session", "view", "change_price"),
    catches={"orders_cost_what_the_catalogue_says": ("captured_is_the_orders_total",)},
    sources=("ajnoble/snowgum#382", "woocommerce/woocommerce-gateway-stripe#5855"),
)


def test_an_order_costs_what_was_agreed_when_its_page_was_opened(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a page that was opened at a price.
    product = shop.new_product(price=100_00)
    session = shop.open_session(Line(product.sku))
    # When the price goes up before the shopper pays.
    shop.change_price(product, 150_00)
    paid = shopper.try_page(session)
    # Then the order costs what was paid for it; or the page could not be paid any more.
    invariants.promise(session.id, "paid" if paid else "unpaid", "as the page said")
    invariants.must_hold()
