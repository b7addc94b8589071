"""Incident: nobody wrote down which charge paid for the order.

The charge's id is written where the answer is read, and nowhere else. The answer was lost; the
webhook makes the order paid, and every refund of it fails for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I51",
    title="The charge was never noted",
    at_stake=("promises_are_kept", "what_was_asked_back_went_back", "the_books_match_the_money"),
    needs=("seed_product", "place_order", "pay_order", "view", "refund_order"),
    catches={"charge_from_the_answer_alone": ("promises_are_kept",)},
    sources=("woocommerce/woocommerce-gateway-stripe#5478",),
)


def test_an_order_whose_answer_was_lost_can_be_refunded(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order that was paid, and whose shop never read the answer.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    card = shopper.new_card()
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents/*/confirm")
    shop.pay_order(order, card)
    invariants.settle()
    # When it is refunded, after all news has arrived.
    answer = shop.refund_order(order)
    words = f"was paid, and could not be refunded: {answer.reason}"
    invariants.expect(answer.outcome != "refused", named("order", order), words)
    # Then
    invariants.must_hold()
