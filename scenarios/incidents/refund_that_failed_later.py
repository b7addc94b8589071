"""Incident: a refund succeeded, and then failed.

The shopper's account is closed; days later the bank sends the refund back. The order says refunded,
the money is the shop's again, and nobody knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout, order_of
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I67",
    title="A refund that failed later",
    at_stake=("the_books_match_the_money", "nothing_refunded_unasked"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "refund_order"),
    catches={"ignores_failed_refunds": ("the_books_match_the_money",)},
    sources=("Automattic/woocommerce-payments#3965", "juspay/hyperswitch#1488"),
)


def test_a_refund_that_the_bank_sends_back_is_not_called_made(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order paid with a card whose refunds fail later.
    checkout = a_checkout(shop)
    shopper.must_pay(checkout.payment, "pm_card_refundFail")
    order = order_of(shop.complete_cart(checkout.cart))
    invariants.settle()
    # When it is refunded, and days pass.
    shop.refund_order(order)
    invariants.settle()
    simulator.clock.advance("30d")
    # Then
    invariants.must_hold()
