"""Incident: one payment was recorded by several jobs.

Each event of a payment becomes a job, and each job looks for the payment's record and writes one if
there is none. Two jobs look at the same moment; the books say that twice the money came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I52",
    title="One payment, recorded by several jobs",
    at_stake=("the_books_match_the_money", "effects_happen_once", "promises_are_kept"),
    needs=("seed_product", "open_session", "view"),
    catches={"a_record_for_every_job": ("the_books_match_the_money",)},
    sources=("getlago/lago-api#2988", "Couchers-org/couchers#1664"),
)


def test_two_events_of_one_payment_make_one_record(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a page that was paid, and two pieces of news of it that wait.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    simulator.deliveries.pause()
    shopper.pay_on_page(session)
    _, page = shopper.at_stripe("GET", f"/v1/checkout/sessions/{session.id}")
    intent = str(page["payment_intent"])
    completed = shopper.event_about(session.id, "checkout.session.completed")
    succeeded = shopper.event_about(intent, "payment_intent.succeeded")
    # When both are worked on at once, and both have asked Stripe before either is answered.
    simulator.holds.add(on="GET /v1/payment_intents/*", times=None, object=intent)
    with (
        Meanwhile(lambda: simulator.deliveries.duplicate(completed, times=1)),
        Meanwhile(lambda: simulator.deliveries.duplicate(succeeded, times=1)),
    ):
        bystanders.let_go_once_held(2, bystanders.pay_on_a_page)
    simulator.deliveries.resume()
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()
