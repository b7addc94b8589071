"""Incident: captured late, for the wrong amount, or twice.

An authorized order waits out a grace period, and the shopper takes something out of it. When the
period ends, a worker captures, and so does the sweeping cron a moment later. A shop that captures
what was authorized at first takes too much; one that does not look before it captures tries twice;
one that gives up at the first 500 keeps no money and ships; one that never gives up on a dead
card's decline hammers the bank and tells nobody.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I-b",
    title="Captured late, for the right amount, once",
    at_stake=(
        "captured_is_the_orders_total",
        "charged_once",
        "an_order_paid_is_money_taken",
        "promises_are_kept",
    ),
    needs=(
        "seed_product",
        "open_cart",
        "start_payment",
        "complete_cart",
        "edit_order",
        "end_grace",
        "view",
    ),
    catches={
        "captures_original_total": ("captured_is_the_orders_total",),
        "gives_up_on_transient_errors": ("promises_are_kept",),
        "captures_without_key": ("promises_are_kept",),
    },
    sources=("woocommerce/woocommerce-gateway-stripe#357", "saleor/saleor#8010"),
)


def test_an_order_that_became_smaller_is_captured_for_less(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order of three.
    product, _, order = an_authorized_order(shop, shopper, units=3)
    # When the shopper keeps two, and the grace period ends.
    edited = shop.edit_order(order, Line(product.sku, 2))
    invariants.expect(edited.done, named("order", order), f"could not be edited: {edited.reason}")
    shop.end_grace(order)
    # Then two are paid for.
    invariants.promise(order, "paid", "it was authorized")
    invariants.must_hold()


def test_the_listener_and_the_cron_capture_once_between_them(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order.
    _, _, order = an_authorized_order(shop, shopper)
    # When its grace period ends, and everything that captures wakes up at the same time.
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            pool.submit(shop.end_grace, order)
        if "capture_sweep" in shop.abilities:
            pool.submit(shop.capture_sweep)
    shop.end_grace(order)
    # Then
    invariants.promise(order, "paid", "it was authorized")
    invariants.must_hold()


def test_a_passing_error_does_not_lose_the_capture(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order, and a Stripe that errs twice.
    _, _, order = an_authorized_order(shop, shopper)
    simulator.faults.add("server_error_before", on="POST /v1/payment_intents/*/capture", times=2)
    # When its grace period ends.
    shop.end_grace(order)
    # Then
    invariants.promise(order, "paid", "Stripe erred only twice")
    invariants.must_hold()
