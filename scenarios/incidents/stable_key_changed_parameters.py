"""Incident: a stable key met changed parameters, and checkout was dead.

The shop's key is made of order and amount. The shopper's second try carries another card; Stripe
refuses the same key with other parameters, every time, and the shopper can never pay.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I40",
    title="A stable key with changed parameters",
    at_stake=("a_key_means_one_thing", "charged_once", "promises_are_kept"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={
        "one_key_for_all_attempts": ("a_key_means_one_thing",),
    },
    sources=("vendurehq/vendure#3903", "fjordllc/bootcamp#4268"),
)


def test_another_card_is_another_try(shop: Shop, shopper: Shopper, invariants: Witness) -> None:
    # Given an order whose first card was declined.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    shop.pay_order(order, shopper.new_card("tok_chargeCustomerFail"))
    # When the shopper tries two more cards.
    shop.pay_order(order, shopper.new_card("tok_chargeCustomerFail"))
    shop.pay_order(order, shopper.new_card())
    # Then
    invariants.promise(order, "paid", "the third card was good")
    invariants.must_hold()
