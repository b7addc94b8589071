"""Incident: a double click paid twice.

The Pay button was not disabled. Two requests begin a payment for one cart at the same moment, each
makes a PaymentIntent, and the browser confirms both. One of the two payments belongs to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.at_once import Meanwhile, at_once
from scenarios.bystanders import Bystanders
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I11",
    title="A double click paid twice",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "no_lock_on_cart": ("one_order_per_payment",),
    },
    sources=("unkeyed/unkey#6252", "laravel/cashier-stripe#1604"),
)


def test_two_clicks_begin_one_payment(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a cart.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku))
    # When the shopper clicks twice, both payments are confirmed, and the browser comes back twice.
    simulator.deliveries.pause()
    payments = at_once(*[lambda: shop.start_payment(cart)] * 2)
    for payment in payments:
        shopper.confirm(payment)
        on = "GET /v1/payment_intents/*"
        simulator.holds.add(on=on, times=None, object=payment.intent)
    with (
        Meanwhile(lambda: shop.complete_cart(cart)),
        Meanwhile(lambda: shop.complete_cart(cart)),
    ):
        bystanders.let_go_once_held(2, bystanders.complete_a_cart)
    simulator.deliveries.resume()
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(cart.id, "paid", "the card was good")
    invariants.must_hold()


@pytest.mark.needs("place_order", "pay_order")
def test_two_taps_in_the_app_pay_once(shop: Shop, shopper: Shopper, invariants: Witness) -> None:
    # Given an order in the app, and a card.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    card = shopper.new_card()
    # When the shopper taps three times.
    at_once(*[lambda: shop.pay_order(order, card)] * 3)
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
