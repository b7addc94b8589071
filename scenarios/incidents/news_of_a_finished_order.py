"""Incident: news of a finished order was answered 500, for days.

The order was refunded long ago. Stripe sends old news about it again; the shop's state machine
throws, the webhook answers 500, and Stripe tries for three days and then switches the endpoint off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_paid_order
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I23",
    title="News of a finished order was refused for ever",
    at_stake=("every_event_is_accepted", "nothing_refunded_unasked", "the_books_match_the_money"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "refund_order"),
    catches={"refuses_old_news": ("promises_are_kept",)},
    sources=("vendurehq/vendure#2657",),
)


def test_old_news_of_a_refunded_order_is_accepted_and_changes_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order that was paid and refunded whole.
    payment, order = a_paid_order(shop, shopper)
    invariants.settle()
    shop.refund_order(order)
    invariants.settle()
    # When everything that was ever said about its payment is said again.
    sent = {
        delivery.id
        for event in shopper.events_about(payment.intent)
        for delivery in simulator.events.resend(event)
    }
    invariants.settle()
    # Then each of it is accepted.
    for delivery in simulator.deliveries.list():
        for attempt in delivery.attempts if delivery.id in sent else ():
            invariants.expect(
                attempt.succeeded,
                named("event", delivery.event),
                f"{delivery.event_type} of a finished order was answered {attempt.status}",
            )
    invariants.must_hold()
