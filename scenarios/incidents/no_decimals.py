"""Incident: a yen was a hundred yen.

The shop multiplies every price by one hundred, as one does with dollars. Yen have no decimals: the
shopper pays 50,000 for what costs 500. Where the shop divides by one hundred when it reads the
answer, its own books look right.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I56",
    title="Currencies without decimals",
    at_stake=("captured_is_the_orders_total", "the_books_match_the_money", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "multiplies_zero_decimal_currencies": ("captured_is_the_orders_total",),
    },
    sources=("Paymenter/Paymenter#1258", "InvoicePlane/InvoicePlane#1677"),
)


def test_a_price_in_yen_is_charged_in_yen(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a thing that costs 500 yen.
    product = shop.new_product(price=500, currency="jpy")
    cart = shop.open_cart(Line(product.sku, 2), currency="jpy")
    # When it is bought.
    payment = shop.start_payment(cart)
    shopper.must_pay(payment)
    shop.complete_cart(cart)
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    seen = invariants.must_hold()
    [intent] = seen.ledger.intents
    assert intent.amount == 1000, f"cart {cart.id}: 1000 jpy was asked, {intent.amount} charged"
