"""Incident: a slow handler, and a retry that overlapped it.

The shop does its work before it answers Stripe, and the work takes longer than Stripe waits. Stripe
sends the event again while the first delivery is still being worked on, and the credit is granted
twice.
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
    code="I08",
    title="A retry overlapped a slow handler",
    at_stake=(
        "effects_happen_once",
        "one_order_per_payment",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "direct_payment", "view"),
    sources=("frappe/press#1175",),
)


def test_a_delivery_repeated_while_the_first_is_worked_on_does_nothing_more(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment, and a Stripe that is slow to answer whoever asks about it.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    news = "payment_intent.amount_capturable_updated"
    [event] = shopper.events_about(payment.intent, news)
    simulator.holds.add(on="GET /v1/payment_intents/*", at="arrival", times=None, limit_ms=5_000)
    # When the event comes again while its first delivery is still being worked on.
    with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=1)) as first:
        first.done_within(0.3)
        with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=2)) as again:
            again.done_within(0.3)
            simulator.holds.clear()
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()
