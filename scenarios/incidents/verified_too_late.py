"""Incident: the signature was checked when it was too old.

Events go into a queue as they come, and are verified when it is their turn. The queue was long;
what was signed more than five minutes ago is thrown away, and Stripe was told 200.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scenarios import signing
from scenarios.driver import CannotSetUp, Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I80",
    title="The signature was checked too late",
    at_stake=("promises_are_kept", "no_authorization_is_forgotten"),
    needs=("seed_product", "direct_payment", "view"),
    catches={"verifies_in_the_queue": ("promises_are_kept",)},
    sources=("stripe/stripe-node#1778",),
)
NEARLY_TOO_OLD_S: Final = 298
"""Two seconds less than Stripe's SDKs allow."""


def test_what_was_accepted_is_not_thrown_away_for_its_age(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment whose news was signed nearly five minutes ago.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    id = shopper.event_about(payment.intent, "payment_intent.amount_capturable_updated")
    status, event = shopper.at_stripe("GET", f"/v1/events/{id}")
    if status != 200:
        raise CannotSetUp(f"the simulator does not show its event: {event}")
    body = json.dumps(event).encode()
    # When it arrives, and is accepted.
    signed = signing.signature(body, shop.webhook_secret, age_s=NEARLY_TOO_OLD_S)
    answer = shop.deliver(body, {"Stripe-Signature": signed})
    if not answer.done:  # a shop that is stricter is told again
        simulator.deliveries.resume()
    # Then it is acted on, though Stripe never comes again.
    invariants.promise(payment.intent, "kept", "the card was good")
    invariants.must_hold()
    simulator.deliveries.resume()
