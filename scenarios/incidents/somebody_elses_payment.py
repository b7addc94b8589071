"""Incident: somebody else's payment marked an order paid.

Two deployments share one Stripe account, and each hears of the other's payments. The clone marks
orders paid that were paid elsewhere, or makes new ones out of nothing.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.incidents.given import PRICE
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I84",
    title="Somebody else's payment",
    at_stake=("promises_are_kept", "an_order_paid_is_money_taken", "every_event_is_accepted"),
    needs=("seed_product", "direct_payment", "view"),
    catches={"adopts_foreign_payments": ("promises_are_kept", "an_order_paid_is_money_taken")},
    sources=("liedekef/events-made-easy#993",),
)


def test_a_payment_that_is_not_ours_makes_no_order(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper of ours who has not paid yet.
    product = shop.new_product(price=PRICE)
    ours = shop.direct_payment(Line(product.sku))
    orders_before = len(invariants.look().view.orders)
    # When somebody else is paid as much in the same account, and the shop hears of it.
    status, made = shopper.at_stripe(
        "POST",
        "/v1/payment_intents",
        {
            "amount": PRICE,
            "currency": product.currency,
            "confirm": True,
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "metadata": {"shop": "another one"},
        },
    )
    assert status == 200, made
    invariants.disregard(made["id"])
    invariants.settle()
    # Then it is no news for this shop.
    orders = len(invariants.look().view.orders) - orders_before
    invariants.expect(not orders, "somebody else's payment", f"made {orders} orders here")
    invariants.promise(ours.intent, "unpaid", "its shopper has not paid")
    invariants.must_hold()
