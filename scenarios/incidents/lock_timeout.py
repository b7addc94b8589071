"""Incident: Stripe was busy with the object, and the shop gave up.

A webhook's handler and a request of the shop touch one object at the same time. Stripe answers one
of them with 429 and `lock_timeout`, which the SDK does not retry; the shop loses the event, or the
payment.
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
    code="I43",
    title="A lock timeout at Stripe",
    at_stake=("money_taken_is_an_order_paid", "charged_once", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "end_grace"),
    catches={"busy_is_refused": ("promises_are_kept",)},
    sources=("beam-community/stripity-stripe#686", "mozilla/fxa#8718", "stripe/stripe-node#2056"),
)


def test_a_lock_timeout_is_tried_again(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order, and a Stripe that is busy with it for a moment.
    _, payment, order = an_authorized_order(shop, shopper)
    invariants.settle()  # the shop has nothing else to ask about it
    on = "* /v1/payment_intents/**"
    simulator.faults.add("lock_timeout", on=on, times=2, object=payment.intent)
    # When its grace period ends.
    shop.end_grace(order)
    # Then
    invariants.promise(order, "paid", "Stripe was busy for a moment only")
    invariants.must_hold()
