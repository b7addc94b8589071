"""Incident: Stripe was paid, and the shop was stuck.

The answer to the payment never came, and the shopper was shown an error and left. The webhook with
the truth arrives later; the order must not wait for somebody to press a button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I45",
    title="Paid in silence",
    at_stake=("money_taken_is_an_order_paid", "an_order_paid_is_money_taken", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={
        "lost_answer_is_failure": ("money_taken_is_an_order_paid",),
    },
    sources=("openfoodfoundation/openfoodnetwork#5874", "openfoodfoundation/openfoodnetwork#7130"),
)


def test_the_webhook_finishes_what_the_answer_did_not(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a network that loses every answer to the payment, and every look at it.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    simulator.deliveries.pause()
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents/*/confirm", times=None)
    simulator.faults.add("lost_request", on="GET /v1/payment_intents/*", times=None)
    shop.pay_order(order, shopper.new_card())
    # When the shopper leaves, and the news arrives later.
    simulator.faults.clear()
    simulator.deliveries.resume()
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
