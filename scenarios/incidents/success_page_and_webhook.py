"""Incident: the success page and the webhook both sent the goods.

The shopper is sent back before the webhook has come. The success page asks Stripe, hears "paid",
and fulfils the order; the webhook has done so while it asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders, shows
from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I06",
    title="Success page and webhook both fulfilled",
    at_stake=(
        "effects_happen_once",
        "stock_is_conserved",
        "one_order_per_payment",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_session", "view", "order_by_session"),
    catches={
        "polling_and_webhook_both_fulfil": ("effects_happen_once",),
    },
    sources=(
        "razorpay/razorpay-magento#291",
        "razorpay/razorpay-magento#208",
        "getdokan/dokan#2994",
    ),
)


def test_whoever_hears_of_it_first_the_goods_are_sent_once(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a shopper who has paid and is back, and a Stripe whose answers take a while.
    product = shop.new_product()
    session = shop.open_session(Line(product.sku))
    simulator.deliveries.pause()
    shopper.pay_on_page(session)
    simulator.holds.add(on="GET /v1/checkout/sessions/*", at="answer", object=session.id)
    # When the webhook does all its work while the success page is being made.
    with Meanwhile(lambda: shop.order_by_session(session.id)) as page:
        page.comes_to_stand(simulator)
        simulator.deliveries.resume()
        bystanders.let_go_once(
            lambda view: shows(view, session.id, "paid"), bystanders.pay_on_a_page
        )
    shop.order_by_session(session.id)
    # Then
    invariants.promise(session.id, "paid", "the card was good")
    invariants.must_hold()
