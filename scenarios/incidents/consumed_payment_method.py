"""Incident: a consumed PaymentMethod.

A shopper pays in the app with a card that belongs to no Customer. It works, once. The next order,
or the next try, uses the same PaymentMethod and is refused: "The provided PaymentMethod was
previously used with a PaymentIntent without Customer attachment, … It may not be used again."
The card is good; the shop turns a paying shopper away.

A healthy shop keeps one Customer for each of its users, attaches the card first, and then pays.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from scenarios.driver import Line, Shop
from scenarios.seen import named
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I-c",
    title="A consumed PaymentMethod",
    at_stake=(
        "promises_are_kept",
        "charged_once",
        "money_taken_is_an_order_paid",
        "one_customer_per_shopper",
    ),
    needs=("seed_product", "place_order", "pay_order", "view"),
    catches={
        "reuses_consumed_payment_method": ("promises_are_kept",),
        "customer_per_payment": ("one_customer_per_shopper",),
        "treats_3ds_as_failure": ("promises_are_kept",),
    },
    sources=("liberapay/liberapay.com#2686", "kurozumi/stripe-eccube-plugin#21"),
)


def test_one_card_pays_for_two_orders(shop: Shop, shopper: Shopper, invariants: Witness) -> None:
    # Given a shopper with two orders and one card, which belongs to no Customer yet.
    product = shop.new_product()
    user = shop.fresh("user")
    card = shopper.new_card()
    orders = [shop.place_order(user, Line(product.sku)) for _ in range(2)]
    # When both are paid with it.
    for order in orders:
        answer = shop.pay_order(order, card)
        invariants.expect(
            answer["status"] == "success",
            named("order", order),
            f"a good card was refused: {answer['message'] or answer.reason}",
        )
    # Then
    for order in orders:
        invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()


def test_a_declined_card_leaves_the_order_to_be_paid_with_another(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order, and a card that is declined.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    declined = shop.pay_order(order, shopper.new_card("tok_chargeCustomerFail"))
    invariants.expect(
        declined["status"] == "error",
        named("order", order),
        f"a declined card was answered {declined['status'] or declined.reason!r}",
    )
    # When the shopper tries another card.
    shop.pay_order(order, shopper.new_card())
    # Then
    invariants.promise(order, "paid", "the second card was good")
    invariants.must_hold()


def test_a_card_that_needs_3d_secure_is_paid_after_the_challenge(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order, and a card whose bank always asks.
    product = shop.new_product()
    order = shop.place_order(shop.fresh("user"), Line(product.sku))
    answer = shop.pay_order(order, "pm_card_authenticationRequired")
    invariants.expect(
        answer["status"] == "requires_action",
        named("order", order),
        f"a card that needs 3-D Secure was answered {answer['status'] or answer.reason!r}",
    )
    # When the shopper passes the challenge, and the app says so.
    if str(answer["payment_intent"]).startswith("pi_"):
        shopper.pass_challenge(str(answer["payment_intent"]))
        if "confirm_order" in shop.abilities:
            shop.confirm_order(order)
    # Then
    invariants.promise(order, "paid", "the challenge was passed")
    invariants.must_hold()


def test_two_first_payments_at_once_make_one_customer(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a new user with two orders and two cards.
    product = shop.new_product()
    user = shop.fresh("user")
    orders = [shop.place_order(user, Line(product.sku)) for _ in range(2)]
    # When the app pays both at the same moment.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda order: shop.pay_order(order, shopper.new_card()), orders))
    # Then
    for order in orders:
        invariants.promise(order, "paid", "the card was good")
    invariants.must_hold()
