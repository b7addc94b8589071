"""Incident: a disputed payment was refunded as well.

The shopper's bank has taken the money back. A friendly clerk refunds the order too: the shopper
gets it twice, and the shop has lost it twice.
"""

from __future__ import annotations

from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout, order_of
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I65",
    title="Refunded while disputed",
    at_stake=(
        "no_refund_over_an_open_dispute",
        "an_order_refunded_is_money_returned",
        "the_books_match_the_money",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "refund_order"),
    catches={
        "refunds_over_dispute": ("an_order_refunded_is_money_returned",),
    },
    sources=("Automattic/woocommerce-payments#6378", "spree-contrib/spree_gateway#253"),
)


def test_a_disputed_payment_is_not_refunded(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order paid with a card whose owner disputes it.
    checkout = a_checkout(shop)
    shopper.must_pay(checkout.payment, "pm_card_createDispute")
    order = order_of(shop.complete_cart(checkout.cart))
    invariants.settle()
    # When an admin refunds it.
    shop.refund_order(order)
    # Then
    invariants.must_hold()
