"""Amounts that the shopper chooses. Source: API reference, "Prices" (custom_unit_amount)."""

from typing import Any

import pytest

from simulator.operations.checkout.following_links import open_link
from simulator.resources.payment_link import PaymentLink
from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay
from simulator.work import Work


def chosen_by_shopper(stripe: Stripe, **limits: Any) -> str:
    """The id of a Price whose amount is the shopper's choice."""
    asked = {"enabled": True} | limits
    product = {"name": "Donation"}
    price = stripe.post(
        "/v1/prices", currency="usd", product_data=product, custom_unit_amount=asked
    )
    assert price.unit_amount is None
    return str(price.id)


def test_a_line_costs_what_the_price_presets_until_the_shopper_chooses(stripe: Stripe) -> None:
    price = chosen_by_shopper(stripe, preset=1500, minimum=500, maximum=5000)
    session = open_session(stripe, {"price": price, "quantity": 1}, goods(1000))
    assert session.amount_total == 2500
    assert pay(stripe, session, amounts={price: 2000}) is None
    paid = again(stripe, session, expand=["payment_intent", "line_items"])
    assert (paid.amount_total, paid.payment_intent.amount_received) == (3000, 3000)
    assert [line.amount_total for line in paid.line_items.data] == [2000, 1000]


@pytest.mark.parametrize(
    ("limits", "amount", "said"),
    [
        ({"minimum": 500}, 499, "The amount must be at least $5.00."),
        ({"maximum": 5000}, 5001, "The amount must be no more than $50.00."),
        ({}, 49, "The amount must be at least $0.50."),
    ],
)
def test_a_shopper_chooses_within_limits(
    stripe: Stripe, limits: dict[str, Any], amount: int, said: str
) -> None:
    price = chosen_by_shopper(stripe, **limits)
    session = open_session(stripe, {"price": price, "quantity": 1})
    assert pay(stripe, session, amounts={price: amount}) == said
    assert again(stripe, session).status == "open"


def test_nobody_pays_before_an_amount_is_chosen(stripe: Stripe) -> None:
    price = chosen_by_shopper(stripe)
    session = open_session(stripe, {"price": price, "quantity": 1})
    assert session.amount_total == 0
    assert pay(stripe, session) == "The amount must be at least $0.50."
    assert pay(stripe, session, amounts={price: 700}) is None
    assert again(stripe, session).amount_total == 700


def test_what_costs_so_much_is_not_for_the_shopper_to_choose(stripe: Stripe) -> None:
    mug = stripe.post("/v1/prices", currency="usd", unit_amount=2500, product_data={"name": "Mug"})
    session = open_session(stripe, {"price": mug.id, "quantity": 1})
    said = pay(stripe, session, amounts={mug.id: 1})
    assert said == f"The amount of the price `{mug.id}` is not for the customer to choose."


@pytest.mark.parametrize(
    ("told", "total"), [("1200", 1200), ("10", 700), ("much", 700), ("9" * 5000, 700)]
)
def test_the_address_of_a_link_may_say_the_amount(stripe: Stripe, told: str, total: int) -> None:
    price = chosen_by_shopper(stripe, preset=700, minimum=500)
    link = stripe.post("/v1/payment_links", line_items=[{"price": price, "quantity": 1}])
    work = Work(stripe.account)
    found = work.find(PaymentLink, link.id)
    assert found is not None
    session = open_link(work, found, {"__prefilled_amount": told})
    work.commit()
    assert again(stripe, session).amount_total == total
