"""Incident: two ways to pay for one order were open, and both were used.

The shopper opens a second checkout because the first one seemed to hang, pays there, finds the
first tab again, and pays there too. The shop never closed it.
"""

from __future__ import annotations

from scenarios.at_once import at_once
from scenarios.driver import Line, Session, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I59",
    title="Two open payment pages",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "open_session", "view", "retry_session"),
    catches={
        "both_sessions_payable": ("charged_once",),
    },
    sources=("getlago/lago-api#5708", "vendurehq/vendure#2620"),
)


def test_of_two_pages_one_can_be_paid(shop: Shop, shopper: Shopper, invariants: Witness) -> None:
    # Given an order with two pages, opened one after the other.
    product = shop.new_product()
    first = shop.open_session(Line(product.sku))
    assert first.order is not None
    again = shop.retry_session(first.order)
    # When the shopper pays on the first, and then on the second.
    shopper.try_page(first)
    if again["session"]:
        shopper.try_page(Session(str(again["session"]), first.order, None))
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(first.order, "paid", "the card was good")
    invariants.must_hold()


def test_a_page_paid_while_the_next_is_opened_pays_once(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order with one page.
    product = shop.new_product()
    first = shop.open_session(Line(product.sku))
    order = first.order
    assert order is not None
    # When the shopper pays there at the moment in which another one is opened.
    _, again = at_once(lambda: shopper.try_page(first), lambda: shop.retry_session(order))
    if again["session"]:
        shopper.try_page(Session(str(again["session"]), order, None))
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
