"""Incident: found or created, twice.

A user's first two payments come at the same moment, one from the app and one from a job. Both look
for the user's Customer, find none, and make one. The cards that are saved with one of them are
never offered again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I04",
    title="Found or created, twice",
    at_stake=("one_customer_per_shopper", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={"finds_or_creates_customer": ("one_customer_per_shopper",)},
    sources=("spree/spree#13938",),
)


def test_two_first_payments_of_a_user_make_one_customer(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a user who has never paid, with two orders.
    product = shop.new_product()
    user = shop.fresh("user")
    orders = [shop.place_order(user, Line(product.sku)) for _ in range(2)]
    cards = [shopper.new_card() for _ in orders]
    # When both are paid at once, and both are about to make the user's Customer.
    simulator.holds.add(on="POST /v1/customers", times=2)
    with (
        Meanwhile(lambda: shop.pay_order(orders[0], cards[0])),
        Meanwhile(lambda: shop.pay_order(orders[1], cards[1])),
    ):
        bystanders.let_go_once_held(2, bystanders.complete_a_cart)
    # Then
    for order in orders:
        invariants.promise(order, "paid", "the cards were good")
    invariants.must_hold()
