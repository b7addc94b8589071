"""Incident: the webhook and the way back from the payment both completed the order.

The shopper is sent back to the shop at the same moment at which the webhook arrives. Both look at
the order, both find it open, and both complete it: mails, stock and order numbers are spent twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders
from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I02",
    title="Webhook and return page both completed the order",
    at_stake=(
        "one_order_per_payment",
        "effects_happen_once",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={
        "no_lock_on_cart": ("one_order_per_payment",),
    },
    sources=(
        "Automattic/woocommerce-payments#3520",
        "Automattic/woocommerce-payments#3273",
        "getdokan/dokan#2994",
    ),
)


def test_the_browser_and_the_webhook_make_one_order(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a shopper who has paid, and news that waits.
    checkout = a_checkout(shop)
    intent = checkout.payment.intent
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    event = shopper.event_about(intent, "payment_intent.succeeded")
    # When the browser comes back twice, and the webhook twice, and all ask Stripe before any hears.
    simulator.holds.add(on="GET /v1/payment_intents/*", times=None, object=intent)
    with (
        Meanwhile(lambda: shop.complete_cart(checkout.cart)),
        Meanwhile(lambda: simulator.deliveries.duplicate(event, times=2, at_once=True)),
        Meanwhile(lambda: shop.complete_cart(checkout.cart)),
    ):
        bystanders.let_go_once_held(4, bystanders.complete_a_cart)
    simulator.deliveries.resume()
    # Then
    invariants.promise(intent, "paid", "the card was good")
    invariants.must_hold()
