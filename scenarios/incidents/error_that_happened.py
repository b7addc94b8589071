"""Incident: Stripe said 500, and had captured.

The capture was carried out and answered with an error; under the same idempotency key Stripe
repeats that error for ever. The shop retries faithfully, gives up, and calls an order unpaid whose
money it has.
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
    code="I28",
    title="An error after the work was done",
    at_stake=("money_taken_is_an_order_paid", "an_order_paid_is_money_taken", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "end_grace"),
    catches={
        "refunds_when_capture_fails": ("nothing_refunded_unasked",),
    },
    sources=("alphagov/pay-connector#3962",),
)


def test_an_error_after_the_capture_is_found_out(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order, and a Stripe that captures and says 500, and keeps saying it.
    _, _, order = an_authorized_order(shop, shopper)
    on = "POST /v1/payment_intents/*/capture"
    simulator.faults.add("server_error_after", on=on, times=1, remembered=True)
    # When it is captured.
    shop.end_grace(order)
    # Then
    invariants.promise(order, "paid", "it was captured")
    invariants.must_hold()
