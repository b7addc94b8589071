"""Incident: the charge went through, and the answer was lost.

The shopper presses Pay once. Stripe takes the money; the connection dies before the shop has read
the answer. A shop that tries again under a new key charges twice; a shop that gives up keeps money
for an order that it calls unpaid; a shopper who presses again pays again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I36",
    title="The charge went through and the answer was lost",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={
        "lost_answer_is_failure": (
            "money_taken_is_an_order_paid",
            "charged_once",
        ),
    },
    sources=(
        "woocommerce/woocommerce-gateway-stripe#3725",
        "openfoodfoundation/openfoodnetwork#8618",
        "openfoodfoundation/openfoodnetwork#12046",
    ),
)


def test_a_lost_answer_costs_neither_money_nor_an_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order, and a network that will lose one answer after the work was done.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents/*/confirm", times=1)
    # When the shopper pays once, and the news of it comes after the shop has answered.
    simulator.deliveries.pause()
    shop.pay_order(order, shopper.new_card())
    simulator.deliveries.resume()
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()


def test_a_shopper_who_heard_nothing_and_tries_again_pays_once(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a network that loses every answer, so that the shop itself gives up.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    card = shopper.new_card()
    simulator.deliveries.pause()
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents/*/confirm", times=None)
    shop.pay_order(order, card)
    # When the network is well again, and the shopper presses once more.
    simulator.faults.clear()
    shop.pay_order(order, card)
    simulator.deliveries.resume()
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
