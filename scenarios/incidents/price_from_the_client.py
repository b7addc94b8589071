"""Incident: the client said what it costs.

The page sends the price along with the item, and the shop charges what the page says. Whoever can
edit a page pays one cent.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.incidents.given import PRICE
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I55",
    title="The client said what it costs",
    at_stake=("promises_are_kept", "captured_is_the_orders_total"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "claim_price"),
    catches={
        "amount_from_client": ("promises_are_kept",),
    },
    sources=("evershopcommerce/evershop#1025", "strangerstudios/paid-memberships-pro#3767"),
)


def test_a_price_that_the_client_names_is_not_charged(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a client who says that a thing of 100.00 costs 1.00.
    product = shop.new_product(price=PRICE)
    cart = shop.open_cart(Line(product.sku, claimed_price=1_00))
    # When the cart is paid.
    payment = shop.start_payment(cart)
    charged = shopper.must_pay(payment).body["amount"]
    shop.complete_cart(cart)
    # Then the price is the shop's.
    invariants.expect(
        charged == PRICE, named("cart", cart.id), f"costs {PRICE}, and {charged} was charged"
    )
    invariants.must_hold()
