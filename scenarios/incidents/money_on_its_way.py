"""Incident: goods were sent for money that never came.

A bank debit takes days. The shop takes "processing" for paid and ships; four days later the bank
says no. Or it shows an error, and the shopper buys again, and pays twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import REFUSING_IBAN, Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I70",
    title="Money that is on its way",
    at_stake=("no_goods_on_unsettled_money", "an_order_paid_is_money_taken", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "ships_while_processing": ("no_goods_on_unsettled_money",),
    },
    sources=(
        "woocommerce/woocommerce-gateway-stripe#1943",
        "woocommerce/woocommerce-gateway-stripe#1850",
        "202-ecommerce/stripe_official#114",
    ),
)


def test_nothing_is_called_paid_before_the_bank_has_paid(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who pays from a bank account.
    product = shop.new_product(currency="eur")
    session = shop.open_session(Line(product.sku), currency="eur")
    shopper.pay_on_page(session, shopper.new_bank_account())
    # When the money is on its way, nothing is paid yet.
    invariants.settle()
    early = invariants.violated("no_goods_on_unsettled_money", "an_order_paid_is_money_taken")
    for violation in early:
        invariants.expect(False, violation.subject, violation.says)
    # Then it comes, and the order is paid.
    simulator.clock.advance("14d")
    invariants.promise(session.id, "paid", "the bank has paid")
    invariants.must_hold()


def test_a_bank_that_says_no_after_days_pays_for_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper whose bank will say no.
    product = shop.new_product(currency="eur")
    session = shop.open_session(Line(product.sku), currency="eur")
    shopper.pay_on_page(session, shopper.new_bank_account(REFUSING_IBAN))
    invariants.settle()
    # When it does, after days.
    simulator.clock.advance("14d")
    # Then
    invariants.promise(session.id, "unpaid", "the bank said no")
    invariants.must_hold()
