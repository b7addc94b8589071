"""Incident: the key of one call went along with the next.

The client kept the options of a call, its idempotency key among them, and sent them with whatever
came next: another endpoint under the same key. Stripe refuses that, and nobody can pay.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I41",
    title="One key for several calls",
    at_stake=("a_key_means_one_thing", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={"one_key_for_every_call": ("a_key_means_one_thing", "promises_are_kept")},
    sources=("stripe/stripe-ruby#598",),
)


def test_each_call_of_a_payment_has_a_key_of_its_own(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order in the app.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    # When it is paid: a card is attached, an intent is made, and confirmed.
    shop.pay_order(order, shopper.new_card())
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
