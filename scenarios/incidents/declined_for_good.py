"""Incident: a dead card was charged again and again, and nobody was told.

The capture of an authorized order is refused by the bank for good. The shop's job takes every error
for a passing one and tries for ever; the card network counts the tries and fines the shop, and the
admin hears nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I86",
    title="A dead card charged again and again",
    at_stake=("promises_are_kept", "an_order_paid_is_money_taken"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "end_grace"),
    catches={
        "retries_permanent_declines": ("promises_are_kept",),
        "refunds_when_capture_fails": ("promises_are_kept",),
    },
    sources=('Stripe docs, "Card declines"', "the second founding incident of this project"),
)


TRIES_MOST = 4  # the first, and three more


def test_a_capture_refused_for_good_is_told_and_left(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order, and a bank that will not pay.
    _, payment, order = an_authorized_order(shop, shopper)
    simulator.faults.add("decline", on="POST /v1/payment_intents/*/capture", times=None)
    # When its grace period ends.
    shop.end_grace(order)
    invariants.settle()
    # Then it is tried a few times at most, and somebody is told.
    seen = invariants.look()
    path = f"/v1/payment_intents/{payment.intent}/capture"
    tries = sum(call.path == path for call in seen.ledger.calls)
    invariants.expect(
        tries <= TRIES_MOST, named("order", order), f"a refused capture was tried {tries} times"
    )
    if seen.view.alerts is not None:
        told = any(order in alert for alert in seen.view.alerts)
        invariants.expect(told, named("order", order), "its capture failed, and nobody was told")
    invariants.promise(order, "unpaid", "the bank refused")
    invariants.must_hold()
