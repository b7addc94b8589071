"""Incident: anybody could say that an order was paid.

The webhook's address is public. The shop does not check the signature, or checks it only where a
secret happens to be set; whoever can write JSON pays for whatever he likes.
"""

from __future__ import annotations

from scenarios import signing
from scenarios.driver import Line, Shop
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I77",
    title="The signature was not checked",
    at_stake=("promises_are_kept", "an_order_paid_is_money_taken", "no_goods_on_unsettled_money"),
    needs=("seed_product", "open_session", "view"),
    catches={
        "skips_signature": ("promises_are_kept",),
    },
    sources=("MuckRock/muckrock#662", "colophon-group/jobseek#3253"),
)


def test_an_event_that_stripe_did_not_sign_has_no_effect(shop: Shop, invariants: Witness) -> None:
    # Given an order that nobody paid for, and an event that says that it was.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    about = signing.paid_session(session)
    body = signing.event(shop.fresh("evt_forged"), "checkout.session.completed", about)
    # When it comes without a signature, with nonsense, and signed by somebody else.
    forged = {
        "no signature": {},
        "an empty one": {"Stripe-Signature": ""},
        "nonsense": {"Stripe-Signature": "t=1,v1=00"},
        "another secret": {"Stripe-Signature": signing.signature(body, "whsec_somebody_elses")},
        "another body": {"Stripe-Signature": signing.signature(body + b" ", shop.webhook_secret)},
    }
    for what, headers in forged.items():
        answer = shop.deliver(body, headers)
        invariants.expect(not answer.done, f"an event with {what}", "was accepted")
    # Then
    invariants.promise(session.id, "unpaid", "nobody paid")
    invariants.must_hold()
