"""Incident: two different events about one payment arrived at the same instant.

One payment sends several events: the charge succeeded, the intent succeeded, the session is
complete. Their ids differ, so remembering ids does not help; two workers update the same order, and
one update is lost, or both take effect.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scenarios.at_once import at_once
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I10",
    title="Different events about one payment at once",
    at_stake=(
        "effects_happen_once",
        "one_order_per_payment",
        "an_order_paid_is_money_taken",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_session", "view"),
    catches={"every_event_pays": ("effects_happen_once",)},
    sources=("opengovsg/FormSG#6022",),
)


def test_all_that_one_payment_causes_arrives_at_once_and_counts_once(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who pays on the hosted page, and news that waits.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    simulator.deliveries.pause()
    shopper.pay_on_page(session)
    waiting = simulator.deliveries.list(state="pending")
    # When all of it arrives at the same moment.
    at_once(*(partial(simulator.deliveries.attempt, delivery.id) for delivery in waiting))
    simulator.deliveries.resume()
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()
