"""Incident: the cron that clears unpaid orders cancelled a paid one.

The shopper has paid; the news is late. The cron looks for orders that nobody paid, finds this one,
cancels it, and sells its stock. The money stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I61",
    title="The cron cancelled a paid order",
    at_stake=("money_taken_is_an_order_paid", "cancelled_money_returns", "promises_are_kept"),
    needs=("seed_product", "open_session", "view", "reconcile"),
    catches={"cron_cancels_paid_orders": ("promises_are_kept",)},
    sources=(
        "woocommerce/woocommerce-gateway-stripe#5759",
        "woocommerce/woocommerce-gateway-stripe#5486",
    ),
)


def test_a_cron_between_the_payment_and_its_news_cancels_nothing(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a shopper who has paid on the hosted page, and news that is late.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    simulator.deliveries.pause()
    shopper.pay_on_page(session)
    # When the crons run, and the news comes after them.
    shop.reconcile()
    if "capture_sweep" in shop.abilities:
        shop.capture_sweep()
    simulator.deliveries.resume()
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()
