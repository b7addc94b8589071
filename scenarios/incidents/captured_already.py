"""Incident: captured already.

The storefront confirms a PaymentIntent whose capture_method is automatic, so Stripe takes the money
at once. The shop's cart completion believes in manual capture: it captures, and is refused, because
the money has been taken; it tries to cancel, and is refused, because the payment has succeeded; so
it refunds. The shopper was charged 100.00, got it back days later, and has no order.

A healthy shop looks at the payment first: succeeded means that there is nothing to capture, and
requires_capture means that there is. The order is made either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Answer, Cart, Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I-a",
    title="Captured already",
    at_stake=(
        "money_taken_is_an_order_paid",
        "nothing_refunded_unasked",
        "captured_without_asking_first",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "captures_blindly": ("money_taken_is_an_order_paid", "nothing_refunded_unasked"),
    },
    sources=("medusajs/medusa#6370", "medusajs/medusa#13301", "medusajs/medusa#12674"),
)


def complete(shop: Shop, cart: Cart) -> Answer:
    """Complete the cart, in the way in which the shop takes what is held at once, if it has one."""
    if "complete_and_capture" in shop.abilities:
        return shop.complete_and_capture(cart)
    return shop.complete_cart(cart)


def test_a_payment_captured_at_once_becomes_an_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper whose payment is captured by Stripe as soon as it is confirmed.
    checkout = a_checkout(shop, capture_method="automatic")
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    # When the storefront completes the cart, before any webhook has come.
    complete(shop, checkout.cart)
    simulator.deliveries.resume()
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()


def test_a_payment_held_for_capture_becomes_the_same_order(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper whose payment is only authorized.
    checkout = a_checkout(shop, capture_method="manual")
    shopper.must_pay(checkout.payment)
    # When the cart is completed, and the money is taken when its time has come.
    answer = complete(shop, checkout.cart)
    if answer["order"] is not None and "end_grace" in shop.abilities:
        shop.end_grace(str(answer["order"]))
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()


def test_completing_twice_gives_the_same_order(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a paid cart.
    checkout = a_checkout(shop, capture_method="automatic")
    shopper.must_pay(checkout.payment)
    # When the shopper's browser asks twice, because the first answer was slow.
    first, second = shop.complete_cart(checkout.cart), shop.complete_cart(checkout.cart)
    # Then
    if first["order"] is not None:
        invariants.expect(
            first["order"] == second["order"],
            f"cart {checkout.cart.id}",
            f"completed twice, answered {first['order']} and {second['order']}",
        )
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()
