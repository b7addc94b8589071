"""Incident: the refund went to the charge that was declined.

The first card was declined and the second was good. The shop remembers the first charge; the refund
names it, and is refused, and the shopper waits.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I68",
    title="A refund of the wrong charge",
    at_stake=(
        "promises_are_kept",
        "what_was_asked_back_went_back",
        "nothing_refunded_unasked",
        "the_books_match_the_money",
    ),
    needs=("seed_product", "place_order", "pay_order", "view", "refund_order"),
    catches={"refunds_the_first_charge": ("promises_are_kept",)},
    sources=("Automattic/woocommerce-payments#4771",),
)


def test_a_refund_names_the_charge_that_was_paid(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order whose first card was declined and whose second was good.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    shop.pay_order(order, shopper.new_card("tok_chargeCustomerFail"))
    shop.pay_order(order, shopper.new_card())
    invariants.settle()
    # When it is refunded.
    answer = shop.refund_order(order)
    words = f"was paid, and could not be refunded: {answer.reason}"
    invariants.expect(answer.outcome != "refused", named("order", order), words)
    # Then
    invariants.must_hold()
