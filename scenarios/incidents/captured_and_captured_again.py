"""Incident: what Stripe had captured was captured again.

The shop has one way to be paid, hold and capture, and an account whose payments are captured at
once. Each of its captures is refused, and orders that were paid are marked as failed.
"""

from __future__ import annotations

from scenarios.driver import Shop
from scenarios.incidents.given import a_paid_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I25",
    title="Captured at once, and captured again",
    at_stake=(
        "captured_without_asking_first",
        "an_order_paid_is_money_taken",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "capture_order"),
    catches={
        "captures_what_was_taken": ("captured_without_asking_first", "promises_are_kept"),
    },
    sources=("medusajs/medusa#6370", "medusajs/medusa#13301"),
)


def test_an_order_that_is_paid_is_not_captured(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order whose money was taken at once.
    payment, order = a_paid_order(shop, shopper)
    invariants.settle()
    # When an admin presses Capture, and the cron that captures runs.
    shop.capture_order(order)
    if "capture_sweep" in shop.abilities:
        shop.capture_sweep()
    # Then Stripe is not asked for what it has done.
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()
