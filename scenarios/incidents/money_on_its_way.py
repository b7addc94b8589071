"""Incident: goods were sent for money that never came.

A bank debit takes days. The shop takes "processing" for paid and ships; four days later the bank
says no. Or it shows an error, and the shopper buys again, and pays twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Payment, Shop
from scenarios.shopper import PAYING_IBAN, REFUSING_IBAN, Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I70",
    title="Money that is on its way",
    at_stake=(
        "no_goods_on_unsettled_money",
        "an_order_paid_is_money_taken",
        "charged_once",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view"),
    catches={"ships_while_processing": ("no_goods_on_unsettled_money",)},
    sources=(
        "woocommerce/woocommerce-gateway-stripe#1943",
        "woocommerce/woocommerce-gateway-stripe#1850",
        "202-ecommerce/stripe_official#114",
    ),
)


def test_nothing_is_called_paid_before_the_bank_has_paid(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart that is paid from a bank account.
    payment = a_debit_under_way(shop, shopper, PAYING_IBAN)
    invariants.settle()
    # When the money is on its way, nothing is paid yet.
    for early in invariants.violated("no_goods_on_unsettled_money", "an_order_paid_is_money_taken"):
        invariants.note(early)
    # Then it comes, and the order is paid.
    simulator.clock.advance("14d")
    invariants.promise(payment.intent, "paid", "the bank has paid")
    invariants.must_hold()


def test_a_bank_that_says_no_after_days_pays_for_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a cart that is paid from a bank account whose bank will say no.
    payment = a_debit_under_way(shop, shopper, REFUSING_IBAN)
    invariants.settle()
    for early in invariants.violated("no_goods_on_unsettled_money"):
        invariants.note(early)
    # When it does, after days.
    simulator.clock.advance("14d")
    # Then
    invariants.promise(payment.intent, "unpaid", "the bank said no")
    invariants.must_hold()


def a_debit_under_way(shop: Shop, shopper: Shopper, iban: str) -> Payment:
    """A cart in euros, completed while its bank debit is processing."""
    shopper.switch_on("sepa_debit")
    product = shop.new_product(currency="eur")
    cart = shop.open_cart(Line(product.sku), currency="eur")
    payment = shop.start_payment(cart)
    shopper.debit(payment, iban)
    shop.complete_cart(cart)
    return payment
