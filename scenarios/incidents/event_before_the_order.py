"""Incident: the event came before the order.

The news that a payment is authorized arrives before the shop has written its order. The shop finds
nothing, answers 200, and forgets; Stripe never sends it again. The money is held, or taken, for an
order that does not know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I14",
    title="The event came before the order",
    at_stake=("money_taken_is_an_order_paid", "no_authorization_is_forgotten", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"captures_blindly": ("money_taken_is_an_order_paid",)},
    sources=("duncanmcclean/statamic-cargo#190", "medusajs/medusa#3146"),
)


def test_news_that_comes_before_the_order_is_not_lost(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper whose payment is held, and whose browser has not come back yet.
    checkout = a_checkout(shop, capture_method="manual")
    shopper.must_pay(checkout.payment)
    # When all the news arrives first, and the browser afterwards.
    invariants.settle()
    shop.complete_cart(checkout.cart)
    # Then
    invariants.promise(checkout.payment.intent, "kept", "the card was good")
    invariants.must_hold()


def test_a_browser_that_never_comes_back_still_gets_its_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper whose payment is taken at once.
    checkout = a_checkout(shop, capture_method="automatic")
    # When the browser dies right after the click.
    shopper.must_pay(checkout.payment)
    simulator.settle()
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()
