"""Incident: 3-D Secure was taken for a refusal, or for a payment.

The bank wants the shopper to authenticate. The app is told "declined", and a good card is turned
away; or it is told "paid", and the goods are sent for money that was never taken.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I87",
    title="3-D Secure taken for an answer",
    at_stake=("promises_are_kept", "no_goods_on_unsettled_money", "an_order_paid_is_money_taken"),
    needs=("seed_product", "place_order", "pay_order", "view", "confirm_order"),
    catches={
        "treats_3ds_as_success": ("no_goods_on_unsettled_money",),
        "treats_3ds_as_failure": ("promises_are_kept",),
    },
    sources=("medusajs/medusa#14205", "Automattic/woocommerce-payments#4771"),
)


def test_a_challenge_that_was_abandoned_is_not_paid(shop: Shop, invariants: Witness) -> None:
    # Given an order whose card needs the bank's challenge.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    answer = shop.pay_order(order, "pm_card_authenticationRequired")
    invariants.expect(
        answer["status"] == "requires_action",
        named("order", order),
        f"a card that needs 3-D Secure was answered {answer['status'] or answer.reason!r}",
    )
    # When the shopper walks away.
    # Then nothing is paid.
    invariants.promise(order, "unpaid", "nobody authenticated")
    invariants.must_hold()


def test_a_challenge_that_was_failed_can_be_tried_again(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order whose challenge was failed.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    answer = shop.pay_order(order, "pm_card_authenticationRequired")
    if str(answer["payment_intent"]).startswith("pi_"):
        shopper.fail_challenge(str(answer["payment_intent"]))
    shop.confirm_order(order)
    # When the shopper takes a card that needs none.
    shop.pay_order(order, shopper.new_card())
    # Then
    invariants.promise(order, "paid", "the second card was good")
    invariants.must_hold()
