"""Incident: the event overtook the answer.

The shop confirms a payment; before it has read the answer and written down which payment it was,
the webhook arrives. The look-up by payment finds nothing, and a minute later the cron that frees
unpaid stock cancels an order that was paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I15",
    title="The event overtook the answer",
    at_stake=(
        "charged_once",
        "money_taken_is_an_order_paid",
        "an_order_paid_is_money_taken",
        "promises_are_kept",
    ),
    needs=("seed_product", "place_order", "pay_order", "view"),
    sources=("Automattic/woocommerce-payments#3118", "vendurehq/vendure#2569"),
)


def test_news_that_overtakes_the_answer_finds_its_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order in the app, and a Stripe whose answer to the payment is held back.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    card = shopper.new_card()
    simulator.holds.add(on="POST /v1/payment_intents/*/confirm", at="answer", limit_ms=5_000)
    # When the news is delivered first, and the cron runs, before the answer goes on.
    with Meanwhile(lambda: shop.pay_order(order, card)) as paying:
        paying.done_within(0.5)
        if "reconcile" in shop.abilities:
            shop.reconcile()
        simulator.holds.clear()
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
