"""Incident: a worker captured while the shopper cancelled.

The grace period ends as the shopper presses Cancel. One reads "authorized" and captures, the other
reads "authorized" and cancels; the order is called cancelled, and its money is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders, shows
from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I29",
    title="Capture against cancel",
    at_stake=(
        "cancelled_money_returns",
        "money_taken_is_an_order_paid",
        "no_authorization_is_forgotten",
        "captured_is_the_orders_total",
    ),
    needs=(
        "seed_product",
        "open_cart",
        "start_payment",
        "complete_cart",
        "view",
        "end_grace",
        "cancel_order",
    ),
    catches={"cancels_without_lock": ("cancelled_money_returns",)},
    sources=("woocommerce/woocommerce-gateway-stripe#1378", "duncanmcclean/statamic-cargo#143"),
)


def test_a_cancellation_during_a_capture_ends_one_way(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given an authorized order whose capture is on its way to Stripe.
    _, payment, order = an_authorized_order(shop, shopper)
    invariants.settle()
    on = "POST /v1/payment_intents/*/capture"
    simulator.holds.add(on=on, object=payment.intent)
    with Meanwhile(lambda: shop.end_grace(order)):
        bystanders.wait_until_held(1, bystanders.have_an_order_captured)
        # When the shopper cancels before it arrives.
        with Meanwhile(lambda: shop.cancel_order(order)) as cancelling:
            bystanders.let_go_once(
                lambda _: cancelling.answer.done(), bystanders.have_an_order_captured
            )
    # Then whichever came first, order and money say the same.
    invariants.allow_compensation("what was captured too late goes back")
    invariants.must_hold()


def test_a_capture_during_a_cancellation_ends_one_way(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given an authorized order whose cancellation is on its way to Stripe.
    _, payment, order = an_authorized_order(shop, shopper)
    invariants.settle()
    on = "POST /v1/payment_intents/*/cancel"
    simulator.holds.add(on=on, object=payment.intent)
    # When the grace period ends meanwhile.
    with Meanwhile(lambda: shop.cancel_order(order)) as cancelling:
        cancelling.comes_to_stand(simulator)
        with Meanwhile(lambda: shop.end_grace(order)):
            bystanders.let_go_once(
                lambda view: shows(view, order, "paid"), bystanders.have_an_order_captured
            )
    # Then
    invariants.allow_compensation("what was captured too late goes back")
    invariants.must_hold()
