"""Incident: a coupon that was good for one was used by two.

Two shoppers have the same code, and complete their carts at the same moment. The shop looks whether
it is good still, and writes down that it was used some queries later.
"""

from __future__ import annotations

from functools import partial

from scenarios.at_once import at_once, bursts
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I76",
    title="A coupon used by one too many",
    at_stake=(
        "no_coupon_is_overspent",
        "money_taken_is_an_order_paid",
        "captured_is_the_orders_total",
    ),
    needs=(
        "seed_product",
        "seed_coupon",
        "open_cart",
        "apply_coupon",
        "start_payment",
        "complete_cart",
        "view",
    ),
    catches={"checks_coupon_then_uses_it": ("no_coupon_is_overspent",)},
    sources=("vendurehq/vendure#4660", "spree/spree#13734", "shopware/shopware#11245"),
)


@bursts
def test_a_coupon_for_one_is_used_by_one_of_two(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a coupon that is good for one, and two carts with it, both paid.
    product = shop.new_product()
    code = shop.new_coupon(uses=1)
    carts = [shop.open_cart(Line(product.sku)) for _ in range(2)]
    for cart in carts:
        shop.apply_coupon(cart, code)
        shopper.must_pay(shop.start_payment(cart))
    # When both are completed at the same moment.
    at_once(*(partial(shop.complete_cart, cart) for cart in carts))
    # Then one has it, and the other has an order without it, or the money back.
    invariants.allow_compensation("the coupon was used up by somebody else")
    invariants.must_hold()
