"""Incident: a card that had paid once could not pay again.

The PaymentMethod was used without a Customer, which uses it up. The shopper's next order with the
same card is refused, in words that no shopper understands.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I83",
    title="The same card could not pay again",
    at_stake=("promises_are_kept", "one_customer_per_shopper"),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={"reuses_consumed_payment_method": ("promises_are_kept",)},
    sources=("liberapay/liberapay.com#2686", "kurozumi/stripe-eccube-plugin#21"),
)


def test_a_card_pays_for_one_order_after_the_other(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a user who has paid for an order with a card.
    product = shop.new_product()
    user, card = shop.fresh("user"), shopper.new_card()
    first = shop.place_order(user, Line(product.sku))
    shop.pay_order(first, card)
    # When the app pays for the next order with the same PaymentMethod.
    second = shop.place_order(user, Line(product.sku))
    shop.pay_order(second, card)
    # Then
    for order in (first, second):
        invariants.promise(order, "paid", "the card is good")
    invariants.must_hold()
