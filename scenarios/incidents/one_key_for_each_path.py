"""Incident: the webhook and the admin captured under different keys.

One logical operation, two paths: the shop's cron and its admin page each make up a key of their
own. Stripe sees two requests and refuses, or does, both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders
from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I39",
    title="One operation, a key for each path",
    at_stake=(
        "captured_without_asking_first",
        "charged_once",
        "captured_is_the_orders_total",
        "promises_are_kept",
    ),
    needs=(
        "seed_product",
        "open_cart",
        "start_payment",
        "complete_cart",
        "view",
        "end_grace",
        "capture_order",
    ),
    catches={"captures_under_many_keys": ("captured_without_asking_first",)},
    sources=("woocommerce/woocommerce-gateway-stripe#489",),
)


def test_whoever_captures_it_is_captured_once(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given an authorized order.
    _, payment, order = an_authorized_order(shop, shopper)
    on = "POST /v1/payment_intents/*/capture"
    simulator.holds.add(on=on, times=None, object=payment.intent)
    # When the end of its grace period, the admin and the cron all capture it at once.
    with (
        Meanwhile(lambda: shop.end_grace(order)),
        Meanwhile(lambda: shop.capture_order(order)),
        Meanwhile(lambda: shop.capture_order(order)),
    ):
        bystanders.let_go_once_held(3, bystanders.have_an_order_captured)
    # Then
    invariants.promise(order, "paid", "it was authorized")
    invariants.must_hold()
