"""Incident: the event was recorded before the work, and the work failed.

The shop writes the event's id first, so that a duplicate does nothing, and then does the work. The
work fails, because Stripe does not answer. Stripe delivers the event again; the shop has seen it,
and answers 200. The work is never done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.bystanders import Bystanders, shows
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account, Plan

INCIDENT = Incident(
    code="I46",
    title="Recorded before the work",
    at_stake=("no_authorization_is_forgotten", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "marker_before_work": ("promises_are_kept",),
    },
    sources=("dj-stripe/dj-stripe#832",),
)


def test_an_event_whose_work_failed_is_worked_on_again(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a payment, and a Stripe that cannot be asked while the news arrives.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    news = "payment_intent.amount_capturable_updated"
    event = shopper.event_about(payment.intent, news)
    on = "GET /v1/**"
    plan = simulator.faults.add("server_error_before", on=on, times=4, object=payment.intent)
    simulator.deliveries.duplicate(event, times=1)
    bystanders.let_go_once(
        lambda view: spent(simulator, plan) or shows(view, payment.intent),
        bystanders.hear_of_a_payment,
    )
    invariants.settle()
    simulator.faults.remove(plan.id)
    # When Stripe is well again and sends the event once more.
    simulator.events.resend(event)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()


def spent(simulator: Account, plan: Plan) -> bool:
    """Whether all that was to go wrong has gone wrong."""
    return any(one.id == plan.id and one.struck == one.times for one in simulator.faults.list())
