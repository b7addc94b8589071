"""Incident: an event that is not final made an order.

The payment needs 3-D Secure. Stripe tells of `requires_action` and of `processing`; the shop takes
any news of a payment for payment, makes an order, and takes it back when the challenge fails. Order
numbers are burnt, mails are sent, and sometimes the parcel is gone.
"""

from __future__ import annotations

from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I21",
    title="An event that is not final made an order",
    at_stake=(
        "no_goods_on_unsettled_money",
        "money_taken_is_an_order_paid",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "clears_cart_on_failure": ("money_taken_is_an_order_paid",),
    },
    sources=("medusajs/medusa#14205",),
)


def test_a_challenge_that_is_failed_makes_no_order(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a card whose bank wants the shopper to authenticate.
    checkout = a_checkout(shop)
    shopper.confirm(checkout.payment, "pm_card_authenticationRequired")
    shop.complete_cart(checkout.cart)
    invariants.settle()
    # When the shopper fails the challenge.
    shopper.fail_challenge(checkout.payment.intent)
    shop.complete_cart(checkout.cart)
    # Then
    invariants.promise(checkout.payment.intent, "unpaid", "the challenge was failed")
    invariants.must_hold()


def test_a_challenge_that_is_passed_makes_one_order(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given the same card.
    checkout = a_checkout(shop)
    shopper.confirm(checkout.payment, "pm_card_authenticationRequired")
    shop.complete_cart(checkout.cart)
    # When the shopper passes the challenge.
    shopper.pass_challenge(checkout.payment.intent)
    shop.complete_cart(checkout.cart)
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the challenge was passed")
    invariants.must_hold()
