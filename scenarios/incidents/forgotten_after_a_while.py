"""Incident: an event that came back after a while was new again.

The shop remembers the ids of events in the memory of its process. After a restart, on the second
machine, or simply after enough other events, an event that comes again is acted on again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I49",
    title="An event forgotten after a while",
    at_stake=("effects_happen_once", "stock_is_conserved", "promises_are_kept"),
    needs=("seed_product", "open_session", "view"),
    catches={
        "dedupe_in_process_memory": ("effects_happen_once",),
    },
    sources=("SandeepVashishtha/Eventra#16517",),
)


OTHERS = 24


def test_an_event_is_remembered_however_many_come_between(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order that was paid on the hosted page.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    shopper.pay_on_page(session)
    invariants.settle()
    # When many other events come, and then the first ones again.
    for _ in range(OTHERS):
        simulator.events.send("customer.updated", {"id": "cus_other", "object": "customer"})
    invariants.settle()
    for event in shopper.events_about(session.id, "checkout.session.completed"):
        simulator.deliveries.duplicate(event, times=2, at_once=False)
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()
