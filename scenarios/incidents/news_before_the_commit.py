"""Incident: the news came before the shop had written down what it had done.

Stripe captures, and tells so within milliseconds, while the shop still waits for the answer to its
own request. The order is not yet what the event says; the state machine refuses, the webhook
answers 500, and Stripe comes again and again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.bystanders import Bystanders
from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I22",
    title="News before the shop's own commit",
    at_stake=("every_event_is_accepted", "effects_happen_once", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "end_grace"),
    catches={"chokes_on_early_news": ("every_event_is_accepted",)},
    sources=("vendurehq/vendure#2569", "vendurehq/vendure#3749"),
)


def test_news_of_a_capture_that_is_still_unanswered_is_accepted(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given an authorized order whose capture is done, and whose answer is on its way.
    _, payment, order = an_authorized_order(shop, shopper)
    invariants.settle()
    simulator.deliveries.pause()
    on = "POST /v1/payment_intents/*/capture"
    simulator.holds.add(on=on, at="answer", object=payment.intent)
    shop.end_grace(order)
    bystanders.wait_until_held(1, bystanders.have_an_order_captured)
    # When the news of it arrives first.
    event = shopper.event_about(payment.intent, "payment_intent.succeeded")
    simulator.deliveries.duplicate(event, times=1)
    simulator.holds.clear()
    simulator.deliveries.resume()
    # Then
    invariants.promise(order, "paid", "it was authorized")
    invariants.must_hold()
