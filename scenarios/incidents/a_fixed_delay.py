"""Incident: a race was mended by waiting for some seconds.

The webhook and the browser's way back both complete the order, so the webhook was made to wait: two
seconds in one shop, five in another. On a slow day the way back takes longer than that, and both
complete the order, as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.at_once import Meanwhile
from scenarios.bystanders import shows
from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I13",
    title="A delay in place of a lock",
    at_stake=("one_order_per_payment", "effects_happen_once", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"waits_instead_of_locking": ("one_order_per_payment",)},
    sources=(
        "medusajs/medusa#5838",
        "medusajs/medusa#6311",
        "craftcms/commerce-stripe#96",
    ),
)
LONGER_THAN_SHOPS_WAIT_S: Final = 5.5
"""On the wall, since a shop sleeps by it. The delays in the reports are of two to five seconds."""


def test_a_completion_that_outlasts_the_delay_makes_one_order(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who has paid, and is on the way back to a shop that waits for Stripe's answer.
    checkout = a_checkout(shop)
    intent = checkout.payment.intent
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    event = shopper.event_about(intent, "payment_intent.succeeded")
    simulator.holds.add(on="GET /v1/payment_intents/*", at="answer", object=intent)
    with Meanwhile(lambda: shop.complete_cart(checkout.cart)) as completing:
        completing.comes_to_stand(simulator)
        # When the news arrives, and the shop has waited for as long as it ever does.
        with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=1)):
            invariants.until(lambda view: shows(view, intent), LONGER_THAN_SHOPS_WAIT_S)
            simulator.holds.clear()
    simulator.deliveries.resume()
    # Then
    invariants.promise(intent, "paid", "the card was good")
    invariants.must_hold()
