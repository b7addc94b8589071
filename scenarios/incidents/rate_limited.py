"""Incident: Stripe said "too many requests", and orders were lost.

A sale begins, Stripe limits the shop's rate, and the SDK does not retry a plain 429 on its own.
Whatever the shop was doing at that moment is half done.
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
    code="I44",
    title="Too many requests",
    at_stake=("money_taken_is_an_order_paid", "charged_once", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"limited_is_refused": ("promises_are_kept",)},
    sources=("stripe/stripe-dotnet#1886", "stripe/stripe-node#1110"),
)


def test_what_was_limited_is_done_later(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who has paid, and a Stripe that limits the shop for a moment.
    checkout = a_checkout(shop)
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    intent = checkout.payment.intent
    simulator.faults.add("rate_limit", on="* /v1/payment_intents/**", times=3, object=intent)
    # When the cart is completed, and then the news comes.
    shop.complete_cart(checkout.cart)
    simulator.deliveries.resume()
    invariants.settle()
    simulator.clock.advance("1d")  # whatever the shop refused comes again
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()
