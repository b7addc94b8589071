"""Incident: a slow handler, and a retry that overlapped it.

The shop does its work before it answers Stripe, and the work takes longer than Stripe waits. Stripe
sends the event again while the first delivery is still being worked on, and the credit is granted
twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile, bursts
from scenarios.bystanders import Bystanders
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I08",
    title="A retry overlapped a slow handler",
    at_stake=(
        "effects_happen_once",
        "one_order_per_payment",
        "stock_is_conserved",
        "promises_are_kept",
    ),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "answers_slowly": ("effects_happen_once",),
        "work_before_marker": ("effects_happen_once",),
        "no_lock_on_payment_intent": ("stock_is_conserved",),
    },
    sources=("frappe/press#1175",),
)


def test_a_delivery_repeated_while_the_first_is_worked_on_does_nothing_more(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a payment, and a Stripe that is slow to answer whoever asks about it.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    news = "payment_intent.amount_capturable_updated"
    event = shopper.event_about(payment.intent, news)
    simulator.holds.add(on="GET /v1/payment_intents/*", times=None, object=payment.intent)
    # When the event comes again while its first delivery is still being worked on.
    with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=1)) as first:
        first.comes_to_stand(simulator)
        with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=2)):
            bystanders.let_go_once_held(3, bystanders.hear_of_a_payment)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()


@bursts
def test_a_delivery_repeated_at_the_same_moment_does_nothing_more(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment that Stripe took at once, and news of it that waits.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    event = shopper.event_about(payment.intent, "payment_intent.succeeded")
    # When it comes again before the shop has answered the first time.
    simulator.deliveries.duplicate(event, times=2, at_once=True)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()
