"""Incident: two workers, one payment.

The shop makes its orders straight from the webhook that says a payment is authorized. Stripe
delivers it twice at the same moment, and two workers take one each. Neither finds an order for the
payment, so both make one, and both take the goods off the shelf: sold once, shipped twice.

(Shops write payment_intent.authorized; what Stripe really sends is
payment_intent.amount_capturable_updated.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile, bursts
from scenarios.bystanders import Bystanders
from scenarios.driver import Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I-e",
    title="Two workers, one payment",
    at_stake=(
        "promises_are_kept",
        "stock_is_conserved",
        "nothing_is_oversold",
        "one_order_per_payment",
        "money_taken_is_an_order_paid",
        "an_order_paid_is_money_taken",
    ),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "no_lock_on_payment_intent": (
            "promises_are_kept",
            "stock_is_conserved",
        ),
    },
    sources=(
        "woocommerce/woocommerce-gateway-stripe#889",
        "Pinelab-studio/pinelab-vendure-plugins#620",
    ),
)
TIMES = 6


def test_simultaneous_deliveries_make_one_order(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a payment that was authorized, and deliveries that wait.
    product = shop.new_product(quantity=TIMES)
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    # When Stripe delivers the same event many times at the same moment, and answers all who ask
    # about the payment together.
    event = shopper.event_about(payment.intent, "payment_intent.amount_capturable_updated")
    simulator.holds.add(on="GET /v1/payment_intents/*", times=None, object=payment.intent)
    with Meanwhile(lambda: simulator.deliveries.duplicate(event, times=TIMES, at_once=True)):
        bystanders.let_go_once_held(TIMES, bystanders.hear_of_a_payment)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "kept", "the card was good")
    became_one_order(invariants, payment.intent, product.sku)
    invariants.must_hold()


@bursts
def test_a_payment_captured_at_once_makes_one_order_too(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment that Stripe captured at once.
    product = shop.new_product(quantity=1)
    payment = shop.direct_payment(Line(product.sku), capture_method="automatic")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    # When
    for event in shopper.events_about(payment.intent, "payment_intent.succeeded"):
        simulator.deliveries.duplicate(event, times=TIMES, at_once=True)
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    became_one_order(invariants, payment.intent, product.sku)
    invariants.must_hold()


def became_one_order(invariants: Witness, intent: str, sku: str) -> None:
    """Whatever became of the payment holds this sku, and nobody else bought it."""
    invariants.settle()
    orders = [
        order
        for order in invariants.look().view.orders
        if any(line.sku == sku for line in order.lines or ())
    ]
    words = f"one payment became {len(orders)} orders: {', '.join(o.name for o in orders)}"
    invariants.expect(len(orders) <= 1, named("payment", intent), words)
