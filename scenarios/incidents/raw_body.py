"""Incident: real events were refused, because the body had been parsed.

The framework parses the JSON and the shop checks the signature over what it writes out again. A key
in another order, a space, an accent: the bytes differ, and every event is refused.
"""

from __future__ import annotations

from scenarios import signing
from scenarios.driver import Shop
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I78",
    title="The signature was checked over a parsed body",
    at_stake=("promises_are_kept",),
    needs=("seed_product", "view"),
    catches={
        "verifies_parsed_body": ("promises_are_kept",),
    },
    sources=("stripe/stripe-node#1254", "stripe/stripe-node#494"),
)


def test_the_signature_is_checked_over_the_bytes_that_came(shop: Shop, invariants: Witness) -> None:
    # Given events whose JSON is written in ways that a parser would not repeat.
    plain = signing.event(shop.fresh("evt_odd"), "customer.updated", {"id": "cus_1"})
    written = {
        "spaces": plain.replace(b", ", b" ,  "),
        "an accent": plain.replace(b"cus_1", "cus_é".encode()),
        "an escaped accent": plain.replace(b"cus_1", b"cus_\\u00e9"),
        "a line end": plain + b"\n",
        "a number": plain.replace(b'"pending_webhooks": 1', b'"pending_webhooks": 1.0'),
    }
    # When they come, rightly signed.
    for what, body in written.items():
        signed = signing.signature(body, shop.webhook_secret)
        answer = shop.deliver(body, {"Stripe-Signature": signed})
        invariants.expect(
            answer.done, f"a signed event with {what}", f"was refused: {answer.reason}"
        )
    # Then
    invariants.must_hold()
