"""Incident: the one who came too late refunded the one who came in time.

A cart with the last use of a coupon is completed twice at once, by the browser and by the webhook.
One makes the order. The other finds the coupon used up, rolls back, and gives the payment back:
the payment of the order that was just made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I64",
    title="The loser refunded the winner",
    at_stake=(
        "nothing_refunded_unasked",
        "money_taken_is_an_order_paid",
        "no_coupon_is_overspent",
        "promises_are_kept",
    ),
    needs=(
        "seed_product",
        "seed_coupon",
        "open_cart",
        "apply_coupon",
        "start_payment",
        "complete_cart",
        "view",
    ),
    catches={"no_lock_on_cart": ("nothing_refunded_unasked", "promises_are_kept")},
    sources=("saleor/saleor#15855",),
)


def test_whoever_finds_the_coupon_used_up_leaves_the_order_alone(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a cart with the last use of a coupon, paid, and news of it that waits.
    product = shop.new_product()
    cart = shop.open_cart(Line(product.sku))
    shop.apply_coupon(cart, shop.new_coupon(uses=1))
    payment = shop.start_payment(cart)
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    event = shopper.event_about(payment.intent, "payment_intent.succeeded")
    # When the browser and the webhook complete it, and both ask Stripe before either hears.
    simulator.holds.add(on="GET /v1/payment_intents/*", times=None, object=payment.intent)
    with (
        Meanwhile(lambda: shop.complete_cart(cart)),
        Meanwhile(lambda: simulator.deliveries.duplicate(event, times=1)),
        Meanwhile(lambda: shop.complete_cart(cart)),
    ):
        bystanders.let_go_once_held(3, bystanders.complete_a_cart)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()
