"""Incident: a part was disputed, and the books say that everything went back.

The shopper disputes one thing of three, and the bank takes the money for that one back. The shop
hears that a dispute was lost, and books the whole order as refunded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_paid_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I66",
    title="A part was disputed, the whole was booked",
    at_stake=("an_order_refunded_is_money_returned", "the_books_match_the_money"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"a_lost_dispute_is_a_refund": ("an_order_refunded_is_money_returned",)},
    sources=("Automattic/woocommerce-payments#6196",),
)


def test_a_lost_dispute_about_a_part_is_no_refund_of_the_whole(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a paid order, a third of which its shopper disputes at the bank.
    payment, _ = a_paid_order(shop, shopper, price=90_00)
    invariants.settle()
    _, intent = shopper.at_stripe("GET", f"/v1/payment_intents/{payment.intent}")
    dispute = simulator.dispute(
        intent["latest_charge"], amount=30_00, reason="product_not_received"
    )
    invariants.settle()
    # When the shop does not answer, and loses it.
    shopper.at_stripe("POST", f"/v1/disputes/{dispute['id']}/close")
    # Then
    invariants.must_hold()
