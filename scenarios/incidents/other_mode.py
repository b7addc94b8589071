"""Incident: an event of the other mode paid for an order.

The test endpoint and the live one share an address. An event of live mode arrives in test, or the
other way round, and the shop acts on it: an order is paid with money that does not exist.
"""

from __future__ import annotations

import pytest

from scenarios import signing
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I81",
    title="An event of the other mode",
    at_stake=("promises_are_kept", "an_order_paid_is_money_taken", "no_goods_on_unsettled_money"),
    needs=("seed_product", "open_session", "view"),
    catches={
        "acts_on_foreign_events": ("an_order_paid_is_money_taken",),
    },
    sources=("pay-rails/pay#999", "integrallis/stripe_event#33"),
)


def test_an_event_of_the_other_mode_has_no_effect(shop: Shop, invariants: Witness) -> None:
    # Given an order that nobody paid for.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    about = signing.paid_session(session) | {"livemode": True}
    # When a rightly signed event of live mode says that it was.
    name = shop.fresh("evt_live")
    body = signing.event(name, "checkout.session.completed", about, livemode=True)
    shop.deliver(body, {"Stripe-Signature": signing.signature(body, shop.webhook_secret)})
    # Then
    invariants.promise(session.id, "unpaid", "nobody paid with real money here")
    invariants.must_hold()


@pytest.mark.needs("direct_payment")
def test_a_payment_of_the_other_mode_makes_no_order(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment that nobody made.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    _, about = shopper.at_stripe("GET", f"/v1/payment_intents/{payment.intent}")
    # When a rightly signed event of live mode says that it succeeded.
    about |= {"status": "succeeded", "amount_received": about["amount"], "livemode": True}
    body = signing.event(shop.fresh("evt_live"), "payment_intent.succeeded", about, livemode=True)
    shop.deliver(body, {"Stripe-Signature": signing.signature(body, shop.webhook_secret)})
    # Then
    invariants.promise(payment.intent, "unpaid", "nobody paid with real money here")
    invariants.must_hold()
