"""Incident: the charge worked, and the look at it timed out.

The payment succeeded. The shop then fetches it once more, for the receipt; that request fails, one
`try` block holds both, and the order is called failed and charged again the next night.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import a_checkout
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I37",
    title="The look after the charge was lost",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"failed_look_is_failed_payment": ("money_taken_is_an_order_paid",)},
    sources=("woocommerce/woocommerce-gateway-stripe#3444",),
)


def test_a_failed_look_is_not_a_failed_payment(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who has paid, and a Stripe that cannot be asked for a while.
    checkout = a_checkout(shop)
    shopper.must_pay(checkout.payment)
    simulator.faults.add("server_error_before", on="GET /v1/payment_intents/*", times=5)
    shop.complete_cart(checkout.cart)
    # When Stripe is well again, and the browser tries once more.
    simulator.faults.clear()
    shop.complete_cart(checkout.cart)
    # Then
    invariants.promise(checkout.payment.intent, "paid", "the card was good")
    invariants.must_hold()
