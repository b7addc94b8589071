"""What a shopper types into the page, and where it is to be found afterwards.

Source: API reference, "The Checkout Session object" (collected_information, consent,
customer_details).
"""

from typing import Any

import pytest

from simulator.resources.checkout_session import SessionPlan
from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay
from simulator.work import Work

BOTH = {"business": {"enabled": True}, "individual": {"enabled": True}}
VAT = {"type": "eu_vat", "value": "DE123456789"}
TAXED = {"tax_id_collection": {"enabled": True}}


def paid(stripe: Stripe, session: Any, **typed: Any) -> Reply:
    assert pay(stripe, session, **typed) is None
    return again(stripe, session, expand=["customer.tax_ids"])


def test_names_that_are_asked_for_are_kept(stripe: Stripe) -> None:
    session = open_session(stripe, name_collection=BOTH, customer_creation="always")
    names = {"business_name": "Mugs Ltd", "individual_name": "Jo Miller"}
    after = paid(stripe, session, name="Jo", **names)
    assert after.collected_information == names | {"shipping_details": None}
    for place in (after.customer_details, after.customer):
        assert {name: place[name] for name in names} == names
        assert place.name == "Jo"


def test_names_that_are_not_asked_for_are_not_kept(stripe: Stripe) -> None:
    after = paid(stripe, open_session(stripe), business_name="Mugs Ltd")
    assert after.customer_details.business_name is None


def test_a_name_that_must_be_said_is_said(stripe: Stripe) -> None:
    optional = {"business": {"enabled": True, "optional": True}, "individual": {"enabled": True}}
    after = paid(stripe, open_session(stripe, name_collection=optional), name="Jo")
    assert after.collected_information.business_name is None
    assert after.collected_information.individual_name == "Jo"


@pytest.mark.parametrize(
    ("asked", "opts_in", "consent"),
    [
        (None, True, None),
        ({"promotions": "none"}, True, None),
        ({"promotions": "auto"}, True, {"promotions": "opt_in", "terms_of_service": None}),
        ({"promotions": "auto"}, False, {"promotions": "opt_out", "terms_of_service": None}),
        (
            {"terms_of_service": "required"},
            False,
            {"promotions": None, "terms_of_service": "accepted"},
        ),
    ],
)
def test_a_shopper_agrees_to_what_the_page_asks(
    stripe: Stripe, asked: dict[str, str] | None, opts_in: bool, consent: Any
) -> None:
    session = open_session(stripe, **({"consent_collection": asked} if asked else {}))
    assert session.consent is None
    assert paid(stripe, session, opts_in=opts_in).consent == consent


def test_a_tax_id_becomes_one_of_the_new_customers(stripe: Stripe) -> None:
    bills = {"invoice_creation": {"enabled": True}}
    after = paid(stripe, open_session(stripe, **TAXED, **bills), tax_ids=[VAT])
    assert after.customer_details.tax_ids == [VAT]
    assert [each.value for each in after.customer.tax_ids.data] == [VAT["value"]]
    assert "customer.tax_id.created" in stripe.types()
    assert stripe.get(f"/v1/invoices/{after.invoice}").customer_tax_ids == [VAT]


def test_a_tax_id_is_added_to_those_of_a_known_customer(stripe: Stripe) -> None:
    ein = {"type": "us_ein", "value": "12-3456789"}
    customer = stripe.post("/v1/customers", tax_id_data=[ein]).id
    update = {"customer_update": {"name": "auto"}}
    session = open_session(stripe, customer=customer, **TAXED, **update)
    after = paid(stripe, session, tax_ids=[VAT, ein])
    assert after.customer_details.tax_ids == [ein, VAT]
    assert {each.type for each in after.customer.tax_ids.data} == {"us_ein", "eu_vat"}
    assert after.customer.tax_ids.total_count == 2


def test_a_tax_id_that_is_none_is_not_taken(stripe: Stripe) -> None:
    session = open_session(stripe, **TAXED)
    said = pay(stripe, session, tax_ids=[{"type": "eu_vat", "value": "DE1"}])
    assert said == "Invalid value for eu_vat."
    assert again(stripe, session).status == "open"


def test_a_tax_id_that_nobody_asks_for_is_left_out(stripe: Stripe) -> None:
    after = paid(stripe, open_session(stripe), tax_ids=[VAT])
    assert after.customer_details.tax_ids == []


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({}, "unspecified"),
        ({"payment_intent_data": {"setup_future_usage": "off_session"}}, "limited"),
        ({"payment_method_data": {"allow_redisplay": "always"}}, "always"),
    ],
)
def test_a_method_says_where_it_may_be_shown_again(
    stripe: Stripe, params: dict[str, Any], shown: str
) -> None:
    session = open_session(stripe, **params)
    pay(stripe, session)
    intent = again(stripe, session, expand=["payment_intent.payment_method"]).payment_intent
    assert intent.payment_method.allow_redisplay == shown


# What is offered besides.


def tea(stripe: Stripe, **more: Any) -> str:
    product = {"product_data": {"name": "Tea"}}
    return str(stripe.post("/v1/prices", currency="usd", unit_amount=500, **product, **more).id)


def choose(stripe: Stripe, session: Any, price: str, quantity: int) -> Reply:
    return stripe.post(
        f"/v1/payment_pages/{session.id}", optional_items=[{"price": price, "quantity": quantity}]
    )


def test_a_shopper_adds_what_is_offered_besides_and_takes_it_away_again(stripe: Stripe) -> None:
    price = tea(stripe)
    session = open_session(stripe, optional_items=[{"price": price, "quantity": 2}])
    for _ in range(2):
        more = choose(stripe, session, price, 2)
        assert (more.amount_total, len(more.line_items)) == (3500, 2)
    assert choose(stripe, session, price, 3).http == 400
    assert choose(stripe, session, price, 0).amount_total == 2500
    choose(stripe, session, price, 2)
    pay(stripe, session)
    after = again(stripe, session, expand=["line_items", "payment_intent"])
    assert [line.description for line in after.line_items.data] == ["Mug", "Tea"]
    assert after.payment_intent.amount_received == 3500
    assert [row.price for row in after.optional_items] == [price]


def test_an_optional_item_may_be_what_is_sold_anyway(stripe: Stripe) -> None:
    price = tea(stripe)
    session = open_session(
        stripe,
        {"price": price, "quantity": 1},
        optional_items=[
            {"price": price, "quantity": 1, "adjustable_quantity": {"enabled": True, "maximum": 3}}
        ],
    )
    assert choose(stripe, session, price, 3).amount_total == 2000
    assert choose(stripe, session, price, 4).http == 400
    assert choose(stripe, session, price, 0).amount_total == 500


def test_an_optional_item_of_which_none_are_left_is_not_added_any_more(stripe: Stripe) -> None:
    price = tea(stripe)
    some = {"enabled": True, "minimum": 0, "maximum": 3}
    offered = {"price": price, "quantity": 1, "adjustable_quantity": some}
    session = open_session(stripe, optional_items=[offered])
    _, added = choose(stripe, session, price, 1).line_items
    none = [{"id": added.id, "quantity": 0}]
    assert stripe.post(f"/v1/payment_pages/{session.id}", line_items=none).amount_total == 2500
    plan = Work(stripe.account).find(SessionPlan, session.id)
    assert plan is not None
    assert plan.optional == {}


def test_nothing_is_added_that_is_not_offered(stripe: Stripe) -> None:
    error = choose(stripe, open_session(stripe), tea(stripe), 1).error
    assert error.message.endswith("is not one of the optional items of this Checkout Session.")


def test_what_recurs_is_offered_only_with_what_recurs(stripe: Stripe) -> None:
    price = tea(stripe, recurring={"interval": "month"})
    offered = {"optional_items": [{"price": price, "quantity": 1}]}
    for refused in (
        open_session(stripe, **offered),
        stripe.post("/v1/payment_links", line_items=[goods()], **offered),
    ):
        assert refused.error.param == "optional_items[0][price]"
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    session = open_session(stripe, monthly, mode="subscription", **offered)
    choose(stripe, session, price, 1)
    pay(stripe, session)
    subscription = again(stripe, session, expand=["subscription"]).subscription
    assert len(subscription["items"].data) == 2
