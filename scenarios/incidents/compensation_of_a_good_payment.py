"""Incident: a lost answer to a capture made the shop give the money back.

The capture worked; its answer was lost. The shop's workflow takes silence for failure, rolls back,
and refunds a payment that was good. Or it captures again and again, and is refused each time.
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
    code="I26",
    title="A good payment was given back",
    at_stake=(
        "nothing_refunded_unasked",
        "money_taken_is_an_order_paid",
        "captured_without_asking_first",
        "every_write_has_a_key",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "end_grace"),
    catches={
        "refunds_when_capture_fails": ("nothing_refunded_unasked",),
        "captures_without_key": ("captured_without_asking_first",),
        "new_key_for_every_retry": ("captured_without_asking_first",),
    },
    sources=("medusajs/medusa#12674", "duncanmcclean/statamic-cargo#143"),
)


def test_silence_after_a_capture_is_not_failure(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order, and a network that loses the answer to its capture.
    _, _, order = an_authorized_order(shop, shopper)
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents/*/capture", times=1)
    # When it is captured.
    shop.end_grace(order)
    # Then
    invariants.promise(order, "paid", "the capture worked")
    invariants.must_hold()


def test_silence_after_every_capture_is_not_failure_either(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a network that loses the answers for so long that every retry is spent.
    _, _, order = an_authorized_order(shop, shopper)
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents/*/capture", times=6)
    # When it is captured, and the job comes back to it later.
    shop.end_grace(order)
    invariants.settle()
    shop.end_grace(order)
    # Then
    invariants.promise(order, "paid", "the capture worked")
    invariants.must_hold()
