"""Incident: somebody else's payment marked an order paid.

Two deployments share one Stripe account, and each hears of the other's payments. The clone marks
orders paid that were paid elsewhere, or makes new ones out of nothing.
"""

from __future__ import annotations

from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I84",
    title="Somebody else's payment",
    at_stake=("promises_are_kept", "an_order_paid_is_money_taken", "every_event_is_accepted"),
    needs=("seed_product", "direct_payment", "view"),
    sources=("liedekef/events-made-easy#993",),
)


def test_a_payment_that_is_not_ours_makes_no_order(shopper: Shopper, invariants: Witness) -> None:
    # Given a payment that somebody else makes in the same account.
    orders_before = len(invariants.look().view.orders)
    status, made = shopper.at_stripe(
        "POST",
        "/v1/payment_intents",
        {
            "amount": 77_00,
            "currency": "usd",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "metadata": {"shop": "another one"},
        },
    )
    assert status == 200, made
    invariants.disregard(made["id"])
    # When the shop hears of it.
    invariants.settle()
    # Then it is no news for this shop.
    orders = len(invariants.look().view.orders) - orders_before
    invariants.expect(not orders, "somebody else's payment", f"made {orders} orders here")
    invariants.must_hold()
