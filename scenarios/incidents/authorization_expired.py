"""Incident: the authorization expired, and the goods were sent.

A card's authorization lasts seven days. The order waited for eight; Stripe let go of the money and
said so. The shop does not listen, calls the order authorized for ever, and ships it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.driver import Shop
from scenarios.incidents.given import an_authorized_order
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

if TYPE_CHECKING:
    from simulator import Account

INCIDENT = Incident(
    code="I31",
    title="An authorization expired unnoticed",
    at_stake=(
        "an_order_paid_is_money_taken",
        "no_goods_on_unsettled_money",
        "no_authorization_is_forgotten",
        "promises_are_kept",
    ),
    needs=("seed_product", "open_cart", "start_payment", "complete_cart", "end_grace", "view"),
    catches={
        "authorization_expires_unnoticed": ("an_order_paid_is_money_taken",),
    },
    sources=(
        "woocommerce/woocommerce-gateway-stripe#1378",
        "Automattic/woocommerce-payments#739",
        "reactioncommerce/reaction#4726",
    ),
)


def test_an_order_whose_authorization_expired_is_not_called_authorized(
    simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given an authorized order that nobody captures.
    _, _, order = an_authorized_order(shop, shopper)
    invariants.settle()
    # When the authorization runs out.
    simulator.clock.advance("31d")
    # Then
    invariants.promise(order, "unpaid", "the authorization expired")
    invariants.must_hold()
