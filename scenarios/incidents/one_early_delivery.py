"""Incident: one delivery failed, and the order waited for an hour.

The first delivery of the news meets a shop that is restarting. Stripe tries again an hour later;
the shop that counts on the webhook must take it then, and count it once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.driver import Line, Shop
from scenarios.seen import Ask
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I24",
    title="One failed delivery",
    at_stake=("money_taken_is_an_order_paid", "one_order_per_payment", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "answers_slowly": ("effects_happen_once",),
    },
    sources=("medusajs/medusa#3146", "medusajs/medusa#3100"),
)


def test_an_event_whose_first_delivery_is_lost_is_acted_on_at_the_next(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a network that loses the first delivery of every event.
    simulator.faults.add("lost", on="*", times=None, attempt=1)
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    # When the shopper pays, and Stripe tries again later.
    shopper.must_pay(payment)
    simulator.settle()
    simulator.clock.advance("1d")
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()


def test_an_answer_to_a_delivery_that_gets_lost_changes_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a network that loses the shop's first answer to every event.
    simulator.faults.add("cut_before_answer", on="*", times=None, attempt=1)
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    # When the shopper pays, and Stripe, which heard nothing, sends everything again.
    shopper.must_pay(payment)
    simulator.settle()
    simulator.clock.advance("1d")
    # Then
    invariants.promise(payment.intent, "paid", "the card was good")
    invariants.must_hold()


@pytest.mark.needs("reconcile")
def test_news_that_never_comes_is_found_by_the_cron(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a paid order, and a network that loses all further news for good.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    shopper.must_pay(payment)
    invariants.settle()
    simulator.faults.add("lost", on="*", times=None, retried=False)
    # When an admin gives a part back in Stripe's dashboard, and the shop's cron runs.
    shop.note(Ask("refund", payment.intent, 25_00, "in the dashboard"))
    shopper.refund_in_dashboard(payment.intent, 25_00)
    invariants.settle()
    shop.reconcile()
    # Then
    invariants.must_hold()
