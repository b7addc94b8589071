"""Incident: paid for, and then there was none left.

Between the payment and its webhook the last unit is sold to somebody else. The shop finds an empty
shelf, cannot make the order, and keeps the money.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I75",
    title="Paid for, and none left",
    at_stake=(
        "money_taken_is_an_order_paid",
        "cancelled_money_returns",
        "nothing_is_oversold",
        "stock_is_conserved",
    ),
    needs=("seed_product", "direct_payment", "view"),
    catches={"keeps_money_when_sold_out": ("money_taken_is_an_order_paid",)},
    sources=("pretix/pretix#74", "vendurehq/vendure#3411"),
)


def test_who_paid_for_what_is_gone_has_the_money_back(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who has paid for the last one, and news of it that waits.
    product = shop.new_product(quantity=1)
    late = shop.direct_payment(Line(product.sku))
    early = shop.direct_payment(Line(product.sku))
    simulator.deliveries.pause()
    shopper.must_pay(late)
    # When somebody else pays, and that news arrives first.
    shopper.must_pay(early)
    event = shopper.event_about(early.intent, "payment_intent.succeeded")
    simulator.deliveries.duplicate(event, times=1)
    invariants.settle()
    simulator.deliveries.resume()
    # Then one has it, and the other has the money back.
    invariants.allow_compensation("the last one was sold to somebody else")
    invariants.promise(early.intent, "paid", "its news came first")
    invariants.must_hold()
