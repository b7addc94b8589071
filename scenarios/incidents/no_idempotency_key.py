"""Incident: a call without an idempotency key was repeated.

The answer to "make a payment" is lost, and the SDK or the shop sends it again, without a key or
under a new one. Two PaymentIntents stand for one order; in the worst case both are paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.driver import Line, Shop
from scenarios.incidents.given import a_paid_order
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I38",
    title="A call without an idempotency key",
    at_stake=("every_write_has_a_key", "charged_once", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={
        "new_key_for_every_retry": ("promises_are_kept",),
    },
    sources=("woocommerce/woocommerce-gateway-stripe#2339", "craftcms/commerce-stripe#207"),
)


def test_a_repeated_call_makes_one_payment(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a network that loses the answer to the making of a payment.
    simulator.faults.add("lost_answer", on="POST /v1/payment_intents", times=1)
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    # When the shopper pays.
    shop.pay_order(order, shopper.new_card())
    # Then
    invariants.promise(order, "paid", "the card was good")
    invariants.settle()
    made = [i for i in invariants.look().ledger.intents if i.status != "canceled"]
    words = f"{len(made)} payments were made for it"
    invariants.expect(len(made) == 1, named("order", order), words)
    invariants.must_hold()


@pytest.mark.needs("open_cart", "start_payment", "complete_cart", "refund_order")
def test_every_way_of_moving_money_names_what_it_means(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order paid from a cart.
    _, order = a_paid_order(shop, shopper)
    invariants.settle()
    # When it is refunded while answers get lost.
    simulator.faults.add("lost_answer", on="POST /v1/refunds", times=1)
    shop.refund_order(order)
    # Then
    invariants.must_hold()
