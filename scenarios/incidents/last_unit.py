"""Incident: the last unit was sold twice.

Two shoppers pay for the last one at the same moment. The shop looks at its stock in one transaction
and takes from it in another; both find one, and both get an order.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from scenarios.at_once import at_once, bursts
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I74",
    title="The last unit was sold twice",
    at_stake=(
        "nothing_is_oversold",
        "stock_is_conserved",
        "money_taken_is_an_order_paid",
        "no_authorization_is_forgotten",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "check_then_act_on_stock": ("nothing_is_oversold",),
        "keeps_money_when_sold_out": ("money_taken_is_an_order_paid",),
    },
    sources=("vendurehq/vendure#3508", "opencart/opencart#4811", "nopSolutions/nopCommerce#4184"),
)


@bursts
def test_two_shoppers_and_one_unit_make_one_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given one unit, and two carts that hold it, both paid.
    product = shop.new_product(quantity=1)
    carts = [shop.open_cart(Line(product.sku)) for _ in range(2)]
    simulator.deliveries.pause()
    for cart in carts:
        shopper.must_pay(shop.start_payment(cart))
    # When both are completed at the same moment.
    at_once(*(partial(shop.complete_cart, cart) for cart in carts))
    simulator.deliveries.resume()
    # Then one has it, and the other has the money back.
    invariants.allow_compensation("the last unit was sold to somebody else")
    invariants.must_hold()


@pytest.mark.needs("direct_payment")
@bursts
def test_two_payments_and_one_unit_make_one_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given one unit, and two payments for it.
    product = shop.new_product(quantity=1)
    payments = [shop.direct_payment(Line(product.sku)) for _ in range(2)]
    simulator.deliveries.pause()
    for payment in payments:
        shopper.must_pay(payment)
    # When the news of both arrives at once.
    simulator.deliveries.resume()
    # Then
    invariants.allow_compensation("the last unit was sold to somebody else")
    invariants.must_hold()
