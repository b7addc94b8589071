"""Incident: events came in an older API version than the shop expects.

The endpoint was made years ago and keeps its API version; the shop's SDK is new. A field is missing
or has moved, the handler throws, and every event of that kind is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I82",
    title="Events in an older API version",
    at_stake=("money_taken_is_an_order_paid", "every_event_is_accepted", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={"chokes_on_older_events": ("money_taken_is_an_order_paid", "every_event_is_accepted")},
    sources=(
        "pay-rails/pay#753",
        "woocommerce/woocommerce-gateway-stripe#2488",
        "alfio-event/alf.io#1159",
    ),
)


def test_events_in_an_older_version_are_understood(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an endpoint whose events are written as they were years ago.
    simulator.faults.add("old_version", on="*", times=None)
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    # When a shopper pays.
    shopper.must_pay(payment)
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()
