"""Incident: shoppers were shown a database error.

Several completions of one cart meet in the database; all but one are told that their transaction
could not be serialized, and the shop passes that on. The shopper has paid and reads "500".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile, at_once
from scenarios.bystanders import Bystanders
from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I12",
    title="Concurrent completions were answered with errors",
    at_stake=("promises_are_kept", "one_order_per_payment", "stock_is_conserved"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "no_lock_on_cart": ("one_order_per_payment",),
    },
    sources=("medusajs/medusa#2948",),
)


def test_completions_that_meet_are_all_answered_with_the_order(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a paid cart.
    checkout = a_checkout(shop)
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    # When it is completed five times at once, and all who ask Stripe are answered together.
    on = "GET /v1/payment_intents/*"
    simulator.holds.add(on=on, times=None, object=checkout.payment.intent)
    five = [lambda: shop.complete_cart(checkout.cart)] * 5
    with Meanwhile(lambda: at_once(*five)) as completing:
        bystanders.let_go_once_held(5, bystanders.complete_a_cart)
    simulator.deliveries.resume()
    # Then
    for answer in completing.answer.result():
        invariants.expect(
            answer.outcome != "in_doubt",
            named("cart", checkout.cart.id),
            f"a completion was answered {answer.http_status}, with no word about the order",
        )
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()
