"""Incident: a partial refund became a whole one.

The payment was captured by hand in Stripe's dashboard. The shop still believes that it is only
authorized; asked to give back a part, it cancels the rest of what it thinks is held, and everything
goes back.
"""

from __future__ import annotations

from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I34",
    title="A partial refund became a whole one",
    at_stake=(
        "nothing_refunded_unasked",
        "what_was_asked_back_went_back",
        "the_books_match_the_money",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "refund_order"),
    catches={"refunds_twice": ("nothing_refunded_unasked",)},
    sources=(
        "woocommerce/woocommerce-gateway-stripe#738",
        "woocommerce/woocommerce-gateway-stripe#757",
    ),
)


def test_part_of_a_payment_captured_by_hand_is_given_back_and_no_more(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order that was captured in Stripe's dashboard.
    _, payment, order = an_authorized_order(shop, shopper)
    shopper.at_stripe("POST", f"/v1/payment_intents/{payment.intent}/capture")
    invariants.settle()
    # When an admin gives back a quarter.
    shop.refund_order(order, 25_00)
    # Then
    invariants.must_hold()
