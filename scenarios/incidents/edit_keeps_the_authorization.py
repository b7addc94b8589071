"""Incident: an edit let the authorization go.

The shopper takes something out of an authorized order. The shop cancels the payment and makes a new
one for the new total, which nobody confirms: the order waits for money that it has sent away.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I32",
    title="An edit let the authorization go",
    at_stake=("an_order_paid_is_money_taken", "promises_are_kept", "captured_is_the_orders_total"),
    needs=(
        "seed_product",
        "open_cart",
        "start_payment",
        "complete_cart",
        "view",
        "edit_order",
        "end_grace",
    ),
    catches={
        "edit_lets_authorization_go": ("promises_are_kept",),
    },
    sources=("medusajs/medusa#14984",),
)


def test_a_smaller_order_is_paid_with_the_same_authorization(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order of two.
    product, payment, order = an_authorized_order(shop, shopper, units=2)
    # When it becomes one, and its time has come.
    shop.edit_order(order, Line(product.sku, 1))
    shop.end_grace(order)
    # Then it is paid by the payment that the shopper confirmed.
    invariants.promise(order, "paid", "it was authorized")
    seen = invariants.must_hold()
    assert [intent.id for intent in seen.ledger.intents if intent.amount_received] == [
        payment.intent
    ], f"{named('order', order)}: was not paid by the payment that the shopper confirmed"
