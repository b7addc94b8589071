"""Incident: the lock was taken too late.

A worker reads that the order is open, asks Stripe about the payment, and takes its lock only then.
While it waits for Stripe, the other path does everything and lets its own lock go. The worker gets
its answer, gets the lock, believes what it read before, and does everything again. Blind load finds
this once in four hundred runs; here Stripe's answer is held until the other path is done, or waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders, shows
from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I03",
    title="A lock taken too late",
    at_stake=(
        "one_order_per_payment",
        "effects_happen_once",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"no_lock_on_cart": ("one_order_per_payment",)},
    sources=(
        "woocommerce/woocommerce-gateway-stripe#890",
        "woocommerce/woocommerce-gateway-stripe#889",
        "woocommerce/woocommerce-gateway-stripe#2536",
    ),
)


def test_what_was_read_before_the_lock_is_not_believed_after_it(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a payment that is held for capture, and news of it that waits.
    checkout = a_checkout(shop, capture_method="manual")
    intent = checkout.payment.intent
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    event = shopper.event_about(intent, "payment_intent.amount_capturable_updated")
    # When the browser's completion has asked Stripe and waits for the answer, and the news comes.
    simulator.holds.add(on="GET /v1/payment_intents/*", at="answer", object=intent)
    with Meanwhile(lambda: shop.complete_cart(checkout.cart)) as completing:
        completing.comes_to_stand(simulator)
        with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=1)):
            # Then the other path makes the order before the answer goes on, or waits for its turn.
            bystanders.let_go_once(lambda view: shows(view, intent), bystanders.hear_of_a_cart)
    simulator.deliveries.resume()
    # Then
    invariants.promise(intent, "kept", "the card was good")
    invariants.must_hold()
