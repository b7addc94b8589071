"""Incident: the event overtook the answer.

The shop confirms a payment; before it has read the answer and written down which payment it was,
the webhook arrives. The look-up by payment finds nothing, and a minute later the cron that frees
unpaid stock cancels an order that was paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders, shows
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
    catches={
        "drops_early_events": ("money_taken_is_an_order_paid",),
    },
    sources=("Automattic/woocommerce-payments#3118", "vendurehq/vendure#2569"),
)


def test_news_that_overtakes_the_answer_finds_its_order(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given an order in the app, and a Stripe whose answer to the payment is held back.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    card = shopper.new_card()
    simulator.holds.add(on="POST /v1/payment_intents/*/confirm", at="answer")
    # When the news is delivered first, and the cron runs, before the answer goes on.
    with Meanwhile(lambda: shop.pay_order(order, card)) as paying:
        paying.comes_to_stand(simulator)
        if "reconcile" in shop.abilities:
            shop.reconcile()
        bystanders.let_go_once(lambda view: shows(view, order, "paid"), bystanders.pay_in_the_app)
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()


@pytest.mark.needs("direct_payment")
def test_news_of_a_payment_that_the_shop_has_not_noted_yet_is_not_dropped(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a shop that is about to hear which payment Stripe has made for it.
    product = shop.new_product()
    simulator.deliveries.pause()
    simulator.holds.add(on="POST /v1/payment_intents", at="answer")
    with Meanwhile(lambda: shop.direct_payment(Line(product.sku))) as opening:
        opening.comes_to_stand(simulator)
        intent = str(simulator.events.list()[-1]["data"]["object"]["id"])
        # When it is paid, and all news of it arrives, before the shop has heard.
        paid = {"payment_method": "pm_card_visa"}
        shopper.at_stripe("POST", f"/v1/payment_intents/{intent}/confirm", paid)
        for event in shopper.events_about(intent):
            simulator.deliveries.duplicate(event, times=1)
        bystanders.let_go_once(lambda view: shows(view, intent), bystanders.hear_of_a_payment)
    simulator.deliveries.resume()
    # Then
    invariants.promise(intent, "paid", "the card was good")
    invariants.must_hold()
