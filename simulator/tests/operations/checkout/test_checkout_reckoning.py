"""What a Session comes to once it is changed, and what becomes of an earlier attempt to pay it.

Source: API reference, "Update a Checkout Session".
"""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_elements, open_session, pay

DEAR = [goods(4000, 2)]
MONTHLY = {"recurring": {"interval": "month"}}


def update(stripe: Stripe, session: Any, **params: Any) -> Reply:
    return stripe.post(f"/v1/checkout/sessions/{session.id}", **params)


def shipping(stripe: Stripe, amount: int, **fixed: Any) -> str:
    return str(
        stripe.post(
            "/v1/shipping_rates",
            display_name="Post",
            type="fixed_amount",
            fixed_amount={"amount": amount, "currency": "usd"} | fixed,
        ).id
    )


# What an earlier attempt has left behind.


@pytest.mark.parametrize("first", ["pm_card_chargeDeclined", "pm_card_authenticationRequired"])
def test_an_intent_is_over_what_its_session_comes_to(stripe: Stripe, first: str) -> None:
    session = open_elements(stripe, payment_intent_data={"metadata": {"a": "1"}})
    pay(stripe, session, first)
    told = {"description": "A mug", "metadata": {"b": "2"}}
    changed = update(stripe, session, line_items=DEAR, payment_intent_data=told)
    assert changed.amount_total == 8000
    intent = stripe.get(f"/v1/payment_intents/{changed.payment_intent}")
    assert (intent.amount, intent.description) == (8000, "A mug")
    assert intent.metadata == {"a": "1", "b": "2"}
    pay(stripe, session)
    paid = again(stripe, session, expand=["payment_intent"])
    assert (paid.payment_status, paid.payment_intent.amount_received) == ("paid", 8000)


def test_what_is_chosen_after_a_decline_is_what_is_paid(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="HALF", percent_off=50)
    named = {"type": "coupon", "coupon": "HALF"}
    stripe.post("/v1/promotion_codes", promotion=named, code="SPRING")
    session = open_session(stripe, allow_promotion_codes=True)
    pay(stripe, session, "pm_card_chargeDeclined")
    pay(stripe, session, promotion_code="spring")
    paid = again(stripe, session, expand=["payment_intent"])
    assert (paid.amount_total, paid.payment_intent.amount_received) == (1250, 1250)


def test_an_intent_is_canceled_once_nothing_is_to_be_paid(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="ALL", percent_off=100)
    named = {"type": "coupon", "coupon": "ALL"}
    stripe.post("/v1/promotion_codes", promotion=named, code="FREE")
    session = open_session(stripe, allow_promotion_codes=True)
    pay(stripe, session, "pm_card_chargeDeclined")
    left = again(stripe, session).payment_intent
    pay(stripe, session, promotion_code="free")
    after = again(stripe, session)
    assert (after.payment_status, after.payment_intent) == ("no_payment_required", None)
    assert stripe.get(f"/v1/payment_intents/{left}").status == "canceled"


def test_an_intent_that_was_there_from_the_start_follows_too(stripe: Stripe) -> None:
    session = open_session(stripe.at_version("2020-08-27"))
    update(stripe, session, line_items=DEAR)
    assert stripe.get(f"/v1/payment_intents/{session.payment_intent}").amount == 8000


def test_until_basil_what_costs_something_else_was_begun_anew(stripe: Stripe) -> None:
    monthly = goods(1500, price_data=MONTHLY)
    session = open_session(stripe.at_version("2024-06-20"), monthly, mode="subscription")
    pay(stripe, session, "pm_card_chargeCustomerFail")
    begun = stripe.get("/v1/subscriptions", status="incomplete").data[0]
    update(stripe, session, line_items=[goods(4000, 2, price_data=MONTHLY)])
    assert stripe.get(f"/v1/subscriptions/{begun.id}").status == "incomplete_expired"
    pay(stripe, session)
    paid = again(stripe, session, expand=["invoice", "subscription"])
    assert (paid.amount_total, paid.invoice.amount_paid) == (8000, 8000)
    assert (paid.subscription.status, paid.customer) == ("active", begun.customer)


def test_what_recurs_does_so_alike(stripe: Stripe) -> None:
    yearly = MONTHLY | {"recurring": {"interval": "year"}}
    lines = [goods(price_data=MONTHLY), goods(price_data=yearly)]
    said = "Checkout does not support multiple prices with different billing intervals."
    opened = {"mode": "subscription", "success_url": "https://shop.example/thanks"}
    refused = stripe.post("/v1/checkout/sessions", line_items=lines, **opened)
    assert (refused.http, refused.error.message) == (400, said)
    session = stripe.post("/v1/checkout/sessions", line_items=lines[:1], **opened)
    assert update(stripe, session, line_items=lines).error.message == said
    assert stripe.post("/v1/payment_links", line_items=lines).error.message == said


# What an update may say.


@pytest.mark.parametrize(
    ("mode", "lines", "said"),
    [
        ("payment", [goods(price_data=MONTHLY)], "You specified `payment` mode but passed a"),
        ("payment", [goods()] * 101, "Array line_items exceeded maximum 100 allowed elements."),
        ("setup", [goods()], "You can not pass `line_items` in `setup` mode."),
        ("subscription", [goods()], "You must provide at least one recurring price in"),
    ],
)
def test_an_update_takes_no_lines_that_creation_refuses(
    stripe: Stripe, mode: str, lines: list[Any], said: str
) -> None:
    first: list[Any] = {"setup": [], "subscription": [goods(price_data=MONTHLY)]}.get(
        mode, [goods()]
    )
    session = stripe.post(
        "/v1/checkout/sessions",
        mode=mode,
        success_url="https://shop.example/thanks",
        **({"line_items": first} if first else {"currency": "usd"}),
    )
    refused = update(stripe, session, line_items=lines)
    assert refused.http == 400
    assert refused.error.message.startswith(said)


def test_taxes_belong_to_their_lines(stripe: Stripe) -> None:
    vat = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False).id
    lines = goods(1000, tax_rates=[vat]), goods(500, name="Tea")
    session = open_session(stripe, *lines, expand=["line_items"])
    taxed, untaxed = (line.id for line in session.line_items.data)

    def tax(*rows: Any) -> int:
        return int(update(stripe, session, line_items=list(rows)).total_details.amount_tax)

    assert tax({"id": untaxed}, {"id": taxed}) == 200
    assert tax({"id": untaxed}) == 0
    assert tax(goods(500)) == 0
    assert tax(goods(500), goods(1000, tax_rates=[vat])) == 200


def test_a_code_stays_applied_when_the_lines_change(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="HALF", percent_off=50)
    named = {"type": "coupon", "coupon": "HALF"}
    code = stripe.post("/v1/promotion_codes", promotion=named, code="SPRING").id
    session = open_session(stripe, discounts=[{"promotion_code": code}])
    changed = update(stripe, session, line_items=DEAR, expand=["total_details.breakdown"])
    assert changed.amount_total == 4000
    assert changed.discounts == [{"coupon": None, "promotion_code": code}]
    applied = changed.total_details.breakdown.discounts[0].discount
    assert applied.promotion_code == code


def test_ways_to_send_it_can_be_taken_away(stripe: Stripe) -> None:
    session = open_session(stripe, shipping_options=[{"shipping_rate": shipping(stripe, 500)}])
    changed = update(stripe, session, shipping_options="")
    assert (changed.shipping_options, changed.shipping_cost) == ([], None)
    assert changed.amount_total == 2500


def test_sending_costs_what_the_rate_says_in_the_sessions_currency(stripe: Stripe) -> None:
    euros = shipping(stripe, 500, currency="eur")
    refused = open_session(stripe, shipping_options=[{"shipping_rate": euros}])
    assert refused.refusal == (400, "invalid_request_error", None, "shipping_options[0]")
    options = {"usd": {"amount": 600}}
    both = shipping(stripe, 500, currency="eur", currency_options=options)
    session = open_session(stripe, shipping_options=[{"shipping_rate": both}])
    assert session.amount_total == 3100
    assert session.shipping_options == [{"shipping_amount": 600, "shipping_rate": both}]


def test_a_way_to_send_it_is_named_or_described(stripe: Stripe) -> None:
    data = {"display_name": "Post", "fixed_amount": {"amount": 1, "currency": "usd"}}
    way = {"shipping_rate": shipping(stripe, 500), "shipping_rate_data": data}
    refused = open_session(stripe, shipping_options=[way])
    assert refused.refusal[2:] == ("parameters_exclusive", "shipping_options[0]")
