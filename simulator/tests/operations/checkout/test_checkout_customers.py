"""Whether a Customer is made of who pays, and what becomes of a payment afterwards.

Source: API reference, "Create a Checkout Session" (customer_creation); Stripe docs, "How Checkout
works", "Post-payment invoices"; API changelog, 2022-08-01.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

OLD = "2020-08-27"
SAVES = {"payment_intent_data": {"setup_future_usage": "off_session"}}
BILLS = {"invoice_creation": {"enabled": True}}


def test_until_2022_every_payment_made_a_customer(stripe: Stripe) -> None:
    session = open_session(stripe.at_version(OLD), payment_method_types=["card"])
    stripe.told()
    pay(stripe, session, email="jo@example.org")
    assert stripe.types() == [
        "customer.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    paid = again(stripe, session, expand=["customer", "payment_intent"])
    assert paid.customer.email == "jo@example.org"
    assert paid.payment_intent.customer == paid.customer.id


@pytest.mark.parametrize("version", [OLD, "2026-10-28.endive"])
@pytest.mark.parametrize("asked", [{}, {"customer_creation": "if_required"}])
@pytest.mark.parametrize("needs", [SAVES, BILLS])
def test_who_saves_a_card_or_gets_an_invoice_becomes_a_customer(
    stripe: Stripe, version: str, asked: dict[str, Any], needs: dict[str, Any]
) -> None:
    session = open_session(stripe.at_version(version), **needs, **asked)
    stripe.told()
    pay(stripe, session)
    told = "payment_method.attached" if needs is SAVES else "invoice.paid"
    assert {"customer.created", told} <= set(stripe.types())
    paid = again(stripe, session)
    assert paid.customer.startswith("cus_")
    assert (paid.invoice is not None) == (needs is BILLS)


def test_one_shopper_becomes_one_customer_however_often_a_card_is_declined(stripe: Stripe) -> None:
    session = open_session(stripe, customer_creation="always")
    for card in ("pm_card_chargeDeclined", "pm_card_chargeDeclined", "pm_card_visa"):
        pay(stripe, session, card)
    assert stripe.types().count("customer.created") == 1


TO: dict[str, Any] = {
    "address": {"city": "Leeds", "country": "GB", "line1": "1 High St"},
    "name": "Jo",
}


def test_a_new_customer_lives_and_receives_where_the_shopper_says(stripe: Stripe) -> None:
    collects = {"shipping_address_collection": {"allowed_countries": ["GB"]}}
    session = open_session(stripe, customer_creation="always", **collects)
    pay(stripe, session, address={"country": "GB", "postal_code": "SW1A 1AA"}, shipping=TO)
    paid = again(stripe, session, expand=["customer"])
    assert paid.collected_information.shipping_details == {
        "address": TO["address"] | {"line2": None, "postal_code": None, "state": None},
        "name": "Jo",
    }
    customer = paid.customer
    assert (customer.address.country, customer.address.postal_code) == ("GB", "SW1A 1AA")
    assert (customer.shipping.name, customer.shipping.address.line1) == ("Jo", "1 High St")


def test_an_intent_is_sent_where_the_shopper_says_unless_the_shop_has_said_it(
    stripe: Stripe,
) -> None:
    told = {"shipping": {"address": {"line1": "2 Low St"}, "name": "Depot"}}
    collects = {"shipping_address_collection": {"allowed_countries": ["GB"]}}
    for data, recipient in (({}, "Jo"), (told, "Depot")):
        session = open_session(stripe, payment_intent_data=data, **collects)
        pay(stripe, session, shipping=TO)
        intent = again(stripe, session, expand=["payment_intent.latest_charge"]).payment_intent
        assert intent.shipping.name == intent.latest_charge.shipping.name == recipient


def test_who_types_nothing_is_who_the_customer_is(stripe: Stripe) -> None:
    known = {"name": "Ann", "phone": "+15551234567", "address": {"country": "GB"}}
    customer = stripe.post("/v1/customers", email="ann@example.org", **known).id
    session = open_session(stripe, customer=customer)
    pay(stripe, session)
    found = again(stripe, session).customer_details
    assert (found.name, found.phone, found.address.country) == ("Ann", "+15551234567", "GB")


def test_a_customer_without_an_email_gets_the_one_that_was_typed(stripe: Stripe) -> None:
    for known, after in ((None, "jo@example.org"), ("ann@example.org", "ann@example.org")):
        customer = stripe.post("/v1/customers", email=known)
        session = open_session(stripe, customer=customer.id)
        pay(stripe, session, email="jo@example.org", name="Jo")
        found = stripe.get(f"/v1/customers/{customer.id}")
        assert (found.email, found.name) == (after, None)
    assert stripe.types().count("customer.updated") == 1


def test_setting_up_tells_no_address(stripe: Stripe) -> None:
    asked = {"mode": "setup", "success_url": "https://shop.example/thanks", "currency": "usd"}
    session = stripe.post("/v1/checkout/sessions", **asked)
    pay(stripe, session, address={"country": "GB"}, email="jo@example.org")
    known = again(stripe, session).customer_details
    assert (known.address, known.email) == (None, "jo@example.org")


@pytest.mark.parametrize("asked", [None, "if_required", "always"])
def test_setting_up_makes_a_customer_where_the_shop_wants_one(
    stripe: Stripe, asked: str | None
) -> None:
    session = stripe.post(
        "/v1/checkout/sessions",
        mode="setup",
        currency="usd",
        success_url="https://shop.example/thanks",
        **({"customer_creation": asked} if asked else {}),
    )
    assert session.customer_creation == asked
    stripe.told()
    pay(stripe, session)
    done = again(stripe, session)
    assert (done.customer is not None) == (asked == "always")
    assert ("payment_method.attached" in stripe.types()) == (asked == "always")


def test_until_2022_nothing_to_pay_needed_no_intent_either(stripe: Stripe) -> None:
    session = open_session(stripe.at_version(OLD), goods(0))
    assert (session.payment_intent, stripe.types()) == (None, [])
    pay(stripe, session)
    assert again(stripe, session).payment_status == "no_payment_required"


# What comes later.


def test_a_session_is_paid_once_its_hold_is_captured(stripe: Stripe) -> None:
    session = open_session(stripe, payment_intent_data={"capture_method": "manual"}, **BILLS)
    pay(stripe, session)
    held = again(stripe, session)
    assert (held.payment_status, held.invoice) == ("unpaid", None)
    stripe.told()
    stripe.post(f"/v1/payment_intents/{held.payment_intent}/capture")
    paid = again(stripe, session, expand=["invoice"])
    assert (paid.payment_status, paid.invoice.status) == ("paid", "paid")
    assert not [name for name in stripe.types() if name.startswith("checkout.session.")]


def test_a_bank_that_pays_later_is_billed_later(stripe: Stripe) -> None:
    session = open_session(stripe, allowed_payment_method_types=["us_bank_account"], **BILLS)
    pay(stripe, session, "pm_usBankAccount_success")
    waiting = again(stripe, session)
    assert (waiting.payment_status, waiting.invoice) == ("unpaid", None)
    stripe.told()
    stripe.advance(days=10)
    types = stripe.types()
    assert types.index("invoice.paid") < types.index("checkout.session.async_payment_succeeded")
    assert again(stripe, session).invoice.startswith("in_")
