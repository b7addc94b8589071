"""Incident: an old event was replayed.

Somebody has recorded a signed event and sends it again months later. The signature is right; the
time in it is not looked at.
"""

from __future__ import annotations

from scenarios import signing
from scenarios.driver import Line, Shop
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I79",
    title="A recorded event was replayed",
    at_stake=("promises_are_kept", "an_order_paid_is_money_taken"),
    needs=("seed_product", "open_session", "view"),
    catches={
        "accepts_stale_timestamps": ("promises_are_kept",),
        "skips_signature": ("promises_are_kept",),
    },
    sources=("profullstack/sh1pt#711", "stripe/stripe-php#657"),
)


def test_an_event_signed_long_ago_is_refused(shop: Shop, invariants: Witness) -> None:
    # Given an order that nobody paid for, and an event that was signed ten minutes ago.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    about = signing.paid_session(session)
    body = signing.event(shop.fresh("evt_stale"), "checkout.session.completed", about)
    # When it arrives.
    signed = signing.signature(body, shop.webhook_secret, age_s=600)
    answer = shop.deliver(body, {"Stripe-Signature": signed})
    # Then
    invariants.expect(not answer.done, "an event signed ten minutes ago", "was accepted")
    invariants.promise(session.id, "unpaid", "nobody paid")
    invariants.must_hold()
