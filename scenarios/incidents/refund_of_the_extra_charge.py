"""Incident: giving back the second charge undid the first.

A clerk charged the shopper a second time, and gave that charge back. The shop finds the order of
the refund, and not its payment: an order that was paid, and is still paid, is called refunded.
"""

from __future__ import annotations

from scenarios.driver import CannotSetUp, Line, Shop
from scenarios.incidents.given import PRICE
from scenarios.seen import Ask
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I60",
    title="A refund of the second charge undid the order",
    at_stake=("promises_are_kept", "charged_once", "an_order_refunded_is_money_returned"),
    needs=("seed_product", "open_session", "view"),
    catches={"any_refund_is_the_orders": ("promises_are_kept",)},
    sources=("pretix/pretix#343",),
)


def test_an_order_stays_paid_when_a_charge_too_many_goes_back(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order that was paid on its page.
    product = shop.new_product(price=PRICE)
    session = shop.open_session(Line(product.sku))
    shopper.pay_on_page(session)
    invariants.settle()
    assert session.order is not None
    # When a clerk charges for it once more in the dashboard, and gives that back.
    _, page = shopper.at_stripe("GET", f"/v1/checkout/sessions/{session.id}")
    _, first = shopper.at_stripe("GET", f"/v1/payment_intents/{page['payment_intent']}")
    status, second = shopper.at_stripe(
        "POST",
        "/v1/payment_intents",
        {
            "amount": PRICE,
            "currency": first["currency"],
            "metadata": first["metadata"],
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "confirm": True,
        },
    )
    if status != 200:
        raise CannotSetUp(f"the simulator refused the second charge: {second}")
    invariants.allow_compensation("a charge too many goes back")
    invariants.settle()
    _, given_back = shopper.at_stripe("GET", "/v1/refunds", {"payment_intent": second["id"]})
    if not given_back["data"]:  # a shop that pays no attention to it leaves it to the clerk
        invariants.disregard(second["id"])
        shop.note(Ask("refund", session.order, PRICE, "in the dashboard"))
        shopper.refund_in_dashboard(second["id"])
    # Then
    invariants.promise(session.id, "paid", "its own payment stands")
    invariants.must_hold()
