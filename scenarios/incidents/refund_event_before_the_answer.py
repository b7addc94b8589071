"""Incident: the news of a refund beat the answer to it.

An admin refunds; the webhook that says so arrives before the shop has written down the refund's id.
The shop takes it for a refund made in the dashboard and books a second one, or makes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.at_once import Meanwhile
from scenarios.bystanders import Bystanders
from scenarios.driver import Shop
from scenarios.incidents.given import a_paid_order, deliver_all
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I19",
    title="The news of a refund beat the answer",
    at_stake=(
        "nothing_refunded_unasked",
        "the_books_match_the_money",
        "what_was_asked_back_went_back",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "view", "refund_order"),
    catches={
        "refunds_twice": ("nothing_refunded_unasked",),
    },
    sources=(
        "woocommerce/woocommerce-gateway-stripe#2724",
        "woocommerce/woocommerce-gateway-stripe#838",
        "antiwork/gumroad#6193",
    ),
)


def test_one_refund_is_one_refund_whoever_tells_of_it_first(
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
    bystanders: Bystanders,
) -> None:
    # Given a paid order, and a Stripe whose answer to a refund is held back.
    _, order = a_paid_order(shop, shopper)
    invariants.settle()
    simulator.deliveries.pause()
    simulator.holds.add(on="POST /v1/refunds", at="answer")
    # When an admin gives part of it back, and the news arrives before the answer.
    with Meanwhile(lambda: shop.refund_order(order, 30_00)) as refunding:
        refunding.comes_to_stand(simulator)
        with Meanwhile(lambda: deliver_all(simulator)) as telling:
            bystanders.let_go_once(
                lambda view: telling.answer.done() and view.quiet, bystanders.complete_a_cart
            )
    simulator.deliveries.resume()
    # Then
    invariants.must_hold()
