"""Incident: an event was claimed by a process that had died.

The worker claims the event, so that nobody else works on it, and is killed over the work. Stripe
sends the event again; it is claimed, so it is answered 200, and nobody ever does what it asks for.
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
    code="I47",
    title="Claimed by the dead",
    at_stake=("promises_are_kept", "no_authorization_is_forgotten", "effects_happen_once"),
    needs=("seed_product", "direct_payment", "view", "crash"),
    catches={"claims_are_never_given_up": ("promises_are_kept",)},
    sources=("2witstudios/PageSpace#1588", "webrenew/unicon#66"),
)


def test_an_event_whose_worker_was_killed_is_worked_on_by_another(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a payment, and a worker that was told of it and waits for Stripe's answer.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    event = shopper.event_about(payment.intent, "payment_intent.amount_capturable_updated")
    simulator.holds.add(on="GET /v1/payment_intents/*", object=payment.intent)
    with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=1)):
        bystanders.wait_until_held(1, bystanders.complete_a_cart)
        # When it is killed there, and started again.
        shop.crash()
        simulator.holds.clear()
    invariants.settle()
    # And Stripe, which may have heard nothing, sends the event once more.
    simulator.events.resend(event)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()
