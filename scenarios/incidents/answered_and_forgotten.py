"""Incident: work that was put off was never done.

The shop answers 200 at once and does the work in the background. The work fails, because Stripe
does not answer just then, and nobody is told: Stripe was told that all is well, and does not come
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I48",
    title="Answered first, and then forgotten",
    at_stake=("no_authorization_is_forgotten", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "answers_before_safe": ("promises_are_kept",),
    },
    sources=("hexclave/hexclave#1664", "medusajs/medusa#3146"),
)


def test_what_was_acknowledged_is_done_without_being_told_again(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment, and a Stripe that cannot be asked while the news arrives.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    news = "payment_intent.amount_capturable_updated"
    event = shopper.event_about(payment.intent, news)
    simulator.faults.add("server_error_before", on="GET /v1/**", times=4)
    # When the news is delivered once, taken in, and never sent again.
    [delivery] = simulator.deliveries.duplicate(event, times=1)
    invariants.settle()
    taken_in = bool(delivery.attempts and delivery.attempts[-1].succeeded)
    if not taken_in:  # a shop that says no is told again
        simulator.deliveries.duplicate(event, times=1)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()


@pytest.mark.needs("crash")
def test_what_was_acknowledged_outlives_the_process_that_acknowledged_it(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment whose news waits.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    event = shopper.event_about(payment.intent, "payment_intent.amount_capturable_updated")
    # When it is acknowledged, the shop's processes are killed that moment, and Stripe is content.
    [delivery] = simulator.deliveries.duplicate(event, times=1)
    shop.crash()
    invariants.settle()
    if not (delivery.attempts and delivery.attempts[-1].succeeded):
        simulator.deliveries.duplicate(event, times=1)
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()
    simulator.deliveries.resume()
