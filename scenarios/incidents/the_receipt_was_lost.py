"""Incident: the effect came before the question whether it was done already.

The webhook did its work, and its 200 was lost on the way. Stripe delivers again, as it promises to;
the shop works first and looks afterwards, and everything is sold a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I07",
    title="The effect before the question",
    at_stake=(
        "effects_happen_once",
        "one_order_per_payment",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_session", "view"),
    catches={"no_event_dedupe": ("effects_happen_once",)},
    sources=("Pinelab-studio/pinelab-vendure-plugins#626",),
)


def test_an_event_whose_receipt_was_lost_is_acted_on_once(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a Stripe that will not hear the shop's answer to the news.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    simulator.faults.add("cut_after_answer", on="checkout.session.completed")
    # When the page is paid, and the news comes once more, hours later.
    shopper.pay_on_page(session)
    invariants.settle()
    simulator.clock.advance("1d")
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()
