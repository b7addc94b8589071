"""Incident: the remainder of an authorization was taken for money.

An order became smaller before it was captured, and less was taken than was held. The shop counts
what was held: it books the released rest as a refund, or tries to give back more than it took, and
the shopper gets nothing.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I30",
    title="The rest of an authorization taken for money",
    at_stake=(
        "what_was_asked_back_went_back",
        "the_books_match_the_money",
        "captured_is_the_orders_total",
    ),
    needs=(
        "seed_product",
        "open_cart",
        "start_payment",
        "complete_cart",
        "view",
        "edit_order",
        "end_grace",
        "refund_order",
    ),
    catches={
        "refunds_more_than_captured": ("promises_are_kept",),
    },
    sources=("woocommerce/woocommerce-gateway-stripe#2799", "solidusio/solidus_stripe#268"),
)


def test_what_was_taken_is_what_can_be_given_back(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order of three that became two and was captured.
    product, _, order = an_authorized_order(shop, shopper, units=3)
    shop.edit_order(order, Line(product.sku, 2))
    shop.end_grace(order)
    invariants.settle()
    # When all of it is refunded.
    answer = shop.refund_order(order)
    invariants.expect(
        answer.outcome != "refused",
        named("order", order),
        f"a whole refund was refused: {answer.reason}",
    )
    # Then
    invariants.must_hold()
