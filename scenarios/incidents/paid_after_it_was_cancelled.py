"""Incident: a payment landed after the order was cancelled.

The shopper cancels, with the payment page still open in another tab, and pays there. The order is
cancelled, its stock is gone, and nobody gives the money back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.at_once import at_once
from scenarios.driver import Line, Shop
from scenarios.shopper import REFUSING_IBAN, Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I62",
    title="Paid after it was cancelled",
    at_stake=("cancelled_money_returns", "money_taken_is_an_order_paid", "reservations_end"),
    needs=("seed_product", "open_session", "view", "cancel_order"),
    catches={
        "keeps_late_payment": ("money_taken_is_an_order_paid",),
    },
    sources=("woocommerce/woocommerce-gateway-stripe#5703",),
)


def test_money_for_a_cancelled_order_goes_back_or_never_comes(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order whose page is open in a tab.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    assert session.order is not None
    # When it is cancelled, and the page is paid all the same.
    shop.cancel_order(session.order)
    shopper.try_page(session)
    # Then
    invariants.must_hold()


def test_a_payment_that_lands_during_the_cancellation_goes_back(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given the same.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    order = session.order
    assert order is not None
    # When both happen at the same moment.
    at_once(lambda: shopper.try_page(session), lambda: shop.cancel_order(order))
    # Then
    invariants.must_hold()


@pytest.mark.needs("open_cart", "start_payment", "complete_cart")
def test_a_second_try_at_a_payment_whose_order_is_off_is_an_order_or_goes_back(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order that was called off because the bank said no, after days.
    shopper.switch_on("sepa_debit")
    product = shop.new_product(currency="eur")
    cart = shop.open_cart(Line(product.sku), currency="eur")
    payment = shop.start_payment(cart)
    shopper.debit(payment, REFUSING_IBAN)
    shop.complete_cart(cart)
    invariants.settle()
    simulator.clock.advance("14d")
    invariants.settle()
    # When the shopper, whose page still stands open, pays with a card.
    shopper.must_pay(payment)
    # Then
    invariants.allow_compensation("the order had been called off")
    invariants.must_hold()
