"""Incident: a cent was lost on the way.

Prices are kept as floating point numbers and cut off: 19.10 times one hundred is 1909.9999. One
price in twenty is a cent off, and the books never agree with the bank.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I57",
    title="A cent was lost",
    at_stake=("captured_is_the_orders_total", "the_books_match_the_money", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"loses_a_cent": ("promises_are_kept",)},
    sources=("Automattic/woocommerce-payments#91", "BasedHardware/omi#10158"),
)


PRICES = (19_10, 8_19, 1_15, 20_49, 4_35, 333_33)  # each cut off somewhere by a float


def test_odd_prices_are_charged_to_the_cent(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given prices that floating point numbers do not hold.
    for price in PRICES:
        product = shop.new_product(price=price)
        cart = shop.open_cart(Line(product.sku))
        # When each is bought.
        payment = shop.start_payment(cart)
        tried = shopper.must_pay(payment)
        shop.complete_cart(cart)
        charged = tried.body["amount"]
        invariants.expect(
            charged == price, named("cart", cart.id), f"costs {price}, and {charged} was charged"
        )
        invariants.promise(payment.intent, "paid", "the card was good")
    # Then
    invariants.must_hold()
