"""Incident: completed and unpaid was shown as an error, so the shopper paid again.

The shopper pays on the hosted page by bank debit. The Session is complete, and unpaid, as it will
be for days. The shop says that the payment failed and offers another try; the shopper takes it, and
four days later the bank pays as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Session, Shop
from scenarios.shopper import REFUSING_IBAN, Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I69",
    title="Completed, unpaid, and paid again",
    at_stake=(
        "charged_once",
        "no_goods_on_unsettled_money",
        "an_order_paid_is_money_taken",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_session", "view"),
    catches={"unpaid_is_failed": ("charged_once",)},
    sources=("gameserverapp/Platform#1216",),
)


def test_a_debit_that_takes_days_is_not_paid_for_twice(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order whose page was paid by a bank debit.
    shopper.switch_on("sepa_debit")
    product = shop.new_product(currency="eur")
    session = shop.open_session(Line(product.sku), currency="eur")
    shopper.pay_on_page(session, shopper.new_bank_account())
    invariants.settle()
    for early in invariants.violated("no_goods_on_unsettled_money", "an_order_paid_is_money_taken"):
        invariants.note(early)
    # When the shopper tries again, as far as the shop lets them, and then the bank pays.
    if session.order is not None and "retry_session" in shop.abilities:
        again = shop.retry_session(session.order)
        if again.done and again["session"]:
            shopper.try_page(Session(str(again["session"]), session.order, None))
    simulator.clock.advance("14d")
    # Then
    invariants.allow_compensation("a payment that is one too many goes back")
    invariants.promise(session.id, "paid", "the bank has paid")
    invariants.must_hold()


def test_a_debit_that_the_bank_refuses_pays_for_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an order whose page was paid by a bank debit that will be refused.
    shopper.switch_on("sepa_debit")
    product = shop.new_product(currency="eur")
    session = shop.open_session(Line(product.sku), currency="eur")
    shopper.pay_on_page(session, shopper.new_bank_account(REFUSING_IBAN))
    invariants.settle()
    # When the bank says no, after days.
    simulator.clock.advance("14d")
    # Then
    invariants.promise(session.id, "unpaid", "the bank said no")
    invariants.must_hold()
