"""Incident: an older event overwrote a newer one.

Every event is taken in once: their ids are remembered. But Stripe does not promise an order, and
the shop copies what stands in whatever comes last. Of two refunds, the news of the second arrives
first, and then the first one's takes it away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_paid_order
from scenarios.seen import Ask
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I50",
    title="An older event overwrote a newer one",
    at_stake=("the_books_match_the_money", "every_refund_is_in_the_books"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"books_refunds_from_snapshots": ("the_books_match_the_money",)},
    sources=("jikig-ai/soleur#2772",),
)


def test_two_refunds_whose_news_comes_newest_first_are_both_in_the_books(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a paid order of which 10.00 and then 20.00 were given back in the dashboard.
    payment, order = a_paid_order(shop, shopper)
    invariants.settle()
    simulator.deliveries.pause()
    for amount in (10_00, 20_00):
        shop.note(Ask("refund", order, amount, "in the dashboard"))
        shopper.refund_in_dashboard(payment.intent, amount)
    # When the news of the second arrives before the news of the first.
    _, intent = shopper.at_stripe("GET", f"/v1/payment_intents/{payment.intent}")
    first, second = shopper.events_about(intent["latest_charge"], "charge.refunded")
    for event in (second, first):
        simulator.deliveries.duplicate(event, times=1)
        invariants.settle()
    simulator.deliveries.resume()
    # Then
    invariants.must_hold()
