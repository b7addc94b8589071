"""Incident: old news brought a cancelled order back to life.

An order was authorized and then cancelled. Days later Stripe delivers the old news once more, or
somebody presses "resend". The shop trusts what the event says, and the order is authorized again:
it is packed and shipped, and nobody pays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I17",
    title="Old news brought a cancelled order back",
    at_stake=("an_order_paid_is_money_taken", "no_goods_on_unsettled_money", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "cancel_order"),
    catches={"resurrects_cancelled_orders": ("promises_are_kept",)},
    sources=("jikig-ai/soleur#2190", "jikig-ai/soleur#2772"),
)


def test_a_cancelled_order_stays_cancelled_whatever_is_resent(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order that was authorized and then cancelled.
    _, payment, order = an_authorized_order(shop, shopper)
    invariants.settle()
    shop.cancel_order(order)
    invariants.settle()
    # When the old news is sent again.
    news = "payment_intent.amount_capturable_updated"
    for event in shopper.events_about(payment.intent, news):
        simulator.events.resend(event)
    # Then
    invariants.promise(order, "cancelled", "it was cancelled before")
    invariants.must_hold()
