"""Incident: the events came in the wrong order.

Stripe does not promise an order. The news that a payment was captured arrives before the news that
it was authorized; the shop believes whatever it heard last, and an order that was paid waits for a
capture that will never come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I16",
    title="Events in the wrong order",
    at_stake=("an_order_paid_is_money_taken", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "trusts_order_of_events": ("promises_are_kept",),
    },
    sources=("laravel/cashier-stripe#1201", "laravel/cashier-stripe#1678", "stripe/stripe-cli#418"),
)


def test_what_was_heard_last_is_not_what_is_newest(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment that was authorized, and then captured by hand in Stripe's dashboard.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    shopper.at_stripe("POST", f"/v1/payment_intents/{payment.intent}/capture")
    # When the news arrives newest first.
    for delivery in reversed(simulator.deliveries.list(state="pending")):
        simulator.deliveries.attempt(delivery.id)
        invariants.settle()
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "paid", "it was captured")
    invariants.must_hold()
