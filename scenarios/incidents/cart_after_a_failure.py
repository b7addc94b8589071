"""Incident: the cart was emptied when the payment failed.

The card was declined. The shop tidies up as after a sale: the cart is empty, the goods are free,
and the shopper who has another card has nothing to pay for.
"""

from __future__ import annotations

from scenarios.driver import CannotSetUp, Shop
from scenarios.incidents.given import a_checkout
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I85",
    title="The cart was emptied when the payment failed",
    at_stake=("promises_are_kept", "money_taken_is_an_order_paid"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "clears_cart_on_failure": ("promises_are_kept",),
    },
    sources=("the fourth founding incident of this project",),
)


def test_a_declined_card_leaves_the_cart_as_it_was(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart whose first card is declined.
    checkout = a_checkout(shop)
    shopper.confirm(checkout.payment, "pm_card_chargeDeclined")
    shop.complete_cart(checkout.cart)
    # When the shopper tries another one.
    try:
        payment = shop.start_payment(checkout.cart)
    except CannotSetUp as refusal:
        invariants.expect(
            False,
            named("cart", checkout.cart.id),
            f"could not be paid with another card: {refusal}",
        )
    else:
        shopper.must_pay(payment)
        shop.complete_cart(checkout.cart)
    # Then
    invariants.promise(checkout.cart.id, "paid", "the second card was good")
    invariants.must_hold()
