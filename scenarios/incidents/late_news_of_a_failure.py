"""Incident: late news of a failed try flipped a paid order.

The first card was declined, the second was good. The news of the failure arrives last, and the shop
does not ask which try it is about: the order that was paid is called failed, and its stock is sold
to somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I18",
    title="Late news of a failure flipped a paid order",
    at_stake=("money_taken_is_an_order_paid", "captured_is_the_orders_total", "promises_are_kept"),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "old_event_overwrites_newer": ("money_taken_is_an_order_paid",),
    },
    sources=("202-ecommerce/stripe_official#79",),
)


def test_the_failure_of_the_first_try_does_not_undo_the_second(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given a payment whose first card was declined and whose second was good.
    product = shop.new_product()
    payment = shop.direct_payment(Line(product.sku))
    simulator.deliveries.pause()
    shopper.confirm(payment, "pm_card_chargeDeclined")
    shopper.must_pay(payment)
    # When the news of success arrives first, and that of the failure last.
    waiting = simulator.deliveries.list(state="pending")
    failed = [d for d in waiting if d.event_type.endswith("failed")]
    for delivery in [*(d for d in waiting if d not in failed), *failed]:
        simulator.deliveries.attempt(delivery.id)
        invariants.settle()
    simulator.deliveries.resume()
    # Then
    invariants.promise(payment.intent, "paid", "the second card was good")
    invariants.must_hold()
