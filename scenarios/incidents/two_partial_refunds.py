"""Incident: a redelivered refund was booked twice.

The shop remembers only the latest refund of an order. Two parts were refunded; the news of the
first one is delivered again, is not the latest, and is booked as a third.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_paid_order
from scenarios.seen import Ask
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I20",
    title="A redelivered refund was booked twice",
    at_stake=(
        "the_books_match_the_money",
        "nothing_refunded_unasked",
        "what_was_asked_back_went_back",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "refund_order"),
    catches={
        "ignores_dashboard_refunds": ("the_books_match_the_money",),
        "refunds_twice": ("nothing_refunded_unasked",),
    },
    sources=("woocommerce/woocommerce-gateway-stripe#5697", "solidusio/solidus_stripe#180"),
)


def test_two_parts_are_two_parts_however_often_they_are_told(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a paid order of which two parts were refunded.
    _, order = a_paid_order(shop, shopper)
    invariants.settle()
    for amount in (20_00, 30_00):
        shop.refund_order(order, amount)
        invariants.settle()
    # When the news of all that is sent again.
    for delivery in simulator.deliveries.list(type="charge.refunded"):
        simulator.events.resend(delivery.event)
    # Then
    invariants.must_hold()


def test_a_refund_in_the_dashboard_is_seen(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a paid order.
    payment, order = a_paid_order(shop, shopper)
    invariants.settle()
    # When an admin refunds part of it in Stripe's dashboard.
    shop.note(Ask("refund", order, 25_00, "in Stripe's dashboard"))
    shopper.refund_in_dashboard(payment.intent, 25_00)
    # Then
    invariants.must_hold()
