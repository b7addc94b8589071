"""Incident: a page that nobody finished kept its goods for ever.

The shopper goes to the payment page and to bed. The session expires a day later; the units that
were held back for it never come back, and the shop is "sold out" with a full shelf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import CannotSetUp, Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I73",
    title="An abandoned page",
    at_stake=("reservations_end", "stock_is_conserved", "promises_are_kept"),
    needs=("seed_product", "open_session", "view"),
    catches={"keeps_reservations": ("reservations_end",)},
    sources=("pretix/pretix#2629",),
)


def test_what_an_abandoned_page_held_back_is_free_again(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a page that nobody finishes.
    product = shop.new_product(quantity=1)
    session = shop.open_session(Line(product.sku))
    # When it expires.
    simulator.clock.advance("2d")
    invariants.settle()
    # Then the unit can be sold to somebody else.
    invariants.promise(session.id, "unpaid", "nobody paid")
    try:
        other = shop.open_session(Line(product.sku))
    except CannotSetUp as refusal:
        words = f"cannot be sold any more: {refusal}"
        invariants.expect(False, named("sku", product.sku), words)
    else:
        shopper.pay_on_page(other)
        invariants.promise(other.id, "paid", "the card was good")
    invariants.must_hold()
