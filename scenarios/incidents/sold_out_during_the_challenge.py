"""Incident: the last unit was sold during the challenge.

Two shoppers want the last one. The first is with her bank, authenticating; the second pays and gets
it. The first passes the challenge: her money is held, or taken, for something that is gone.
"""

from __future__ import annotations

from scenarios.driver import Line, Shop
from scenarios.shopper import Shopper
from scenarios.story import Incident, Witness

INCIDENT = Incident(
    code="I72",
    title="Sold out during 3-D Secure",
    at_stake=(
        "nothing_is_oversold",
        "stock_is_conserved",
        "money_taken_is_an_order_paid",
        "no_authorization_is_forgotten",
    ),
    needs=("seed_product", "direct_payment", "view"),
    catches={
        "keeps_money_when_sold_out": ("money_taken_is_an_order_paid",),
    },
    sources=("openfoodfoundation/openfoodnetwork#7922",),
)


def test_whoever_comes_too_late_gets_the_money_back(
    shop: Shop, shopper: Shopper, invariants: Witness
) -> None:
    # Given one unit, and a shopper who is with her bank.
    product = shop.new_product(quantity=1)
    first = shop.direct_payment(Line(product.sku))
    shopper.confirm(first, "pm_card_authenticationRequired")
    # When a second shopper buys it, and then the first passes the challenge.
    second = shop.direct_payment(Line(product.sku))
    shopper.must_pay(second)
    invariants.settle()
    shopper.pass_challenge(first.intent)
    # Then
    invariants.allow_compensation("the last unit was sold to somebody else", first.intent)
    invariants.promise(second.intent, "paid", "it was there first")
    invariants.must_hold()
