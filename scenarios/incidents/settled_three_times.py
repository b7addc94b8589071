"""Incident: the same webhook settled an order three times.

Stripe delivers one event three times at the same instant, to a shop that completes orders when it
is told that they are paid. Each delivery finds the order unpaid and settles it: three payments in
the books, three confirmation mails, stock taken three times. The shopper's browser never came back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import bursts
from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I01",
    title="The same webhook settled an order three times",
    at_stake=(
        "effects_happen_once",
        "one_order_per_payment",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "no_event_dedupe": ("effects_happen_once",),
        "work_before_marker": ("effects_happen_once",),
    },
    sources=("Pinelab-studio/pinelab-vendure-plugins#620",),
)


@bursts
def test_three_deliveries_of_one_event_settle_once(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who paid for a cart and closed the browser.
    checkout = a_checkout(shop)
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    # When Stripe delivers the same news three times at once.
    for event in shopper.events_about(checkout.payment.intent, "payment_intent.succeeded"):
        simulator.deliveries.duplicate(event, times=3, at_once=True)
    simulator.deliveries.resume()
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()
