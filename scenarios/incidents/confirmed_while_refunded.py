"""Incident: the order was confirmed while its money went back.

The order could not be made, and the shop gives the money back. Before that is done, the webhook
says that the payment succeeded. The order is called paid, the goods leave, and the money is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.bystanders import Bystanders, shows
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I63",
    title="Confirmed while the money went back",
    at_stake=(
        "an_order_paid_is_money_taken",
        "money_taken_is_an_order_paid",
        "nothing_is_oversold",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"success_beats_compensation": ("nothing_is_oversold",)},
    sources=("saleor/saleor#9504",),
)


def test_news_of_success_does_not_undo_a_compensation(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given two carts that are paid for, and one unit.
    product = shop.new_product(quantity=1)
    winner, loser = (shop.open_cart(Line(product.sku)) for _ in range(2))
    payments = [shop.start_payment(cart) for cart in (winner, loser)]
    simulator.deliveries.pause()
    for payment in payments:
        shopper.must_pay(payment)
    shop.complete_cart(winner)
    intent = payments[1].intent
    # When the second has to be given back, and news of its success arrives before it is.
    simulator.holds.add(on="POST /v1/refunds", object=intent)
    shop.complete_cart(loser)
    bystanders.wait_until_held(1, bystanders.complete_a_cart)
    event = shopper.event_about(intent, "payment_intent.succeeded")
    simulator.deliveries.duplicate(event, times=1)
    bystanders.let_go_once(lambda view: shows(view, intent, "paid"), bystanders.complete_a_cart)
    simulator.deliveries.resume()
    # Then
    invariants.allow_compensation("the last one was sold to somebody else")
    invariants.must_hold()
