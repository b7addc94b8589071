"""Incident: a key in use was taken for a refusal.

Two requests of the shop carry one key at the same moment; Stripe answers the second with 409, "in
use". The shop takes that for a failed payment and tells the shopper so, while the first succeeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I42",
    title="A key in use was taken for a refusal",
    at_stake=("charged_once", "money_taken_is_an_order_paid", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={
        "gives_up_on_transient_errors": ("promises_are_kept",),
    },
    sources=("stripe/stripe-ruby#431", "beam-community/stripity-stripe#564"),
)


def test_a_key_in_use_means_wait(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a Stripe that says, once, that the key is in use.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    simulator.faults.add("idempotency_key_in_use", on="POST /v1/payment_intents/*/confirm", times=1)
    # When the shopper pays.
    shop.pay_order(order, shopper.new_card())
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
