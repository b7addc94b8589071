"""Incident: bought again while the first payment was on its way.

The shop keeps shoppers from paying twice by looking back a short while. A bank debit takes longer;
meanwhile the same cart is paid for again, by card.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scenarios.driver import CannotSetUp, Line, Shop
from scenarios.shopper import SLOWLY_PAYING_IBAN, Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I71",
    title="Bought again while it settles",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"looks_back_for_minutes": ("charged_once",)},
    sources=("antiwork/gumroad#5789",),
)


def test_a_cart_whose_debit_is_on_its_way_is_not_paid_for_again(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart that is paid for by a bank debit.
    shopper.switch_on("sepa_debit")
    product = shop.new_product(currency="eur")
    cart = shop.open_cart(Line(product.sku), currency="eur")
    shopper.debit(shop.start_payment(cart), SLOWLY_PAYING_IBAN)
    invariants.settle()
    # When the shopper comes back to it meanwhile, and pays by card, if the shop allows it.
    with suppress(CannotSetUp):  # a healthy shop says that the cart is being paid for
        shopper.confirm(shop.start_payment(cart))
    shop.complete_cart(cart)
    simulator.clock.advance("14d")
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(cart.id, "paid", "the bank has paid")
    invariants.must_hold()
