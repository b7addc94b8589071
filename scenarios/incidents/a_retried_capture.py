"""Incident: the job that captures was tried again, and captured again.

The capture was done, and the answer was an error. The job's second run begins from its first line,
does not ask how the payment stands, and captures under a new key: refused, and the order is marked
as not captured though the money was taken.
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
    code="I27",
    title="A retried job captured again",
    at_stake=(
        "captured_without_asking_first",
        "captured_is_the_orders_total",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "end_grace"),
    catches={"captures_again_on_retry": ("captured_without_asking_first",)},
    sources=("duncanmcclean/statamic-cargo#143",),
)


def test_a_job_that_failed_after_the_capture_finds_it_done(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order, and a Stripe that captures and then answers with an error.
    _, payment, order = an_authorized_order(shop, shopper)
    on = "POST /v1/payment_intents/*/capture"
    simulator.faults.add("server_error_after", on=on, object=payment.intent)
    simulator.deliveries.pause()
    # When the grace period ends, and the job is tried until it is done.
    shop.end_grace(order)
    invariants.settle()
    simulator.deliveries.resume()
    # Then
    invariants.promise(order, "paid", "it was authorized")
    invariants.must_hold()
