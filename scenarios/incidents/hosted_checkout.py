"""Incident: hosted checkout and its webhook.

The shopper pays on Stripe's page; the shop hears of it by a webhook. Stripe sends the same event
twice, as it says it may. A shop that does not remember events ships twice. One that does not check
the signature ships to whoever can write JSON. One that opens a second session for an order and
leaves the first one open is paid twice.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scenarios.driver import Line, Session, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I-d",
    title="Hosted checkout and its webhook",
    at_stake=(
        "effects_happen_once",
        "charged_once",
        "money_taken_is_an_order_paid",
        "an_order_paid_is_money_taken",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_session", "view"),
    catches={
        "no_event_dedupe": ("effects_happen_once",),
        "both_sessions_payable": ("charged_once",),
        "skips_signature": ("promises_are_kept",),
    },
    sources=("getlago/lago-api#5708", "vendurehq/vendure#2620", "MuckRock/muckrock#662"),
)


def test_a_duplicate_event_changes_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who pays on the hosted page.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    shopper.pay_on_page(session)
    simulator.settle()
    # When Stripe sends what it has sent once more, and again at the same moment.
    for event in shopper.events_about(session.id, "checkout.session.completed"):
        simulator.deliveries.duplicate(event, times=3, at_once=True)
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()


def test_a_forged_event_pays_for_nothing(
    simulator: Account, shop: Shop, invariants: Witness
) -> None:
    # Given an order that waits to be paid.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    # When somebody who does not know the secret says that it was.
    event = {
        "id": "evt_forged",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "created": simulator.clock.now(),
        "data": {"object": {
            "id": session.id, "object": "checkout.session", "payment_status": "paid",
            "status": "complete", "metadata": {"order_id": session.order},
            "client_reference_id": session.order,
        }},
    }  # fmt: skip
    answer = shop.deliver(json.dumps(event).encode(), {"Stripe-Signature": "t=1,v1=forged"})
    # Then
    invariants.expect(not answer.done, "a forged event", "was accepted")
    invariants.promise(session.id, "unpaid", "nobody paid")
    invariants.must_hold()


@pytest.mark.needs("retry_session")
def test_an_order_is_not_paid_through_two_sessions(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order with a session that the shopper left, and a second one for another try.
    product = shop.new_product()
    first = shop.open_session(Line(product.sku))
    assert first.order is not None
    again = shop.retry_session(first.order)
    second = Session(str(again["session"]), first.order, again["url"])
    # When both are paid, in two tabs.
    shopper.try_page(second)
    shopper.try_page(first)
    # Then
    invariants.promise(first.order, "paid", "the card was good")
    invariants.must_hold()
