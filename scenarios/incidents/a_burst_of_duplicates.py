"""Incident: duplicates piled up until the shop stopped answering.

Stripe comes back after an outage with everything at once. Each delivery of one event holds a
database connection while it waits for the one before it; the pool runs dry, and the events that
matter are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import bursts
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I09",
    title="A burst of duplicates",
    at_stake=(
        "every_event_is_accepted",
        "one_order_per_payment",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "no_lock_on_payment_intent": ("stock_is_conserved",),
        "work_before_marker": ("effects_happen_once",),
    },
    sources=("speakeasy-api/gram#5305",),
)


@bursts
def test_a_burst_of_one_event_is_taken_in_and_acted_on_once(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment, and news of it that waits.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    # When it is delivered twenty-five times at once.
    for event in shopper.events_about(payment.intent, "payment_intent.succeeded"):
        simulator.deliveries.duplicate(event, times=25, at_once=True)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()
