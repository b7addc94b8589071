"""Subscriptions that are paid before they begin.

Source: Stripe docs, "API changelog", 2025-03-31.basil, "Checkout Sessions have lower latency and
new update semantics".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import connected
from simulator.tests.operations.shopping import again, goods, open_session, pay

MONTHLY = {"recurring": {"interval": "month"}}
FAILS = "pm_card_chargeCustomerFail"
PAYS, RETURNS = "AT611904300234573201", "AT861904300235473202"


def subscribing(stripe: Stripe, amount: int = 1500, currency: str = "usd", **params: Any) -> Any:
    line = goods(amount, price_data={"currency": currency, **MONTHLY})
    session = open_session(stripe, line, mode="subscription", **params)
    stripe.told()
    return session


def test_whoever_hears_of_a_subscription_hears_that_it_is_paid(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session)
    told = {event.type: event.data.object for event in stripe.told()}
    assert told["customer.subscription.created"].status == "active"
    assert "customer.subscription.updated" not in told
    final = told["invoice.finalized"]
    assert (final.status, final.amount_paid, final.attempted) == ("paid", 1500, True)
    assert (final.attempt_count, final.auto_advance) == (0, False)
    begun, paid = told["customer.subscription.created"], told["payment_intent.succeeded"]
    assert begun.latest_invoice == final.id == again(stripe, session).invoice
    assert begun.default_payment_method == paid.payment_method


def test_the_money_is_taken_by_an_intent_of_the_page(stripe: Stripe) -> None:
    session = subscribing(stripe, subscription_data={"metadata": {"tier": "a"}})
    pay(stripe, session)
    done = again(stripe, session, expand=["invoice.payments"])
    assert done.payment_intent is None
    [payment] = done.invoice.payments.data
    assert (payment.status, payment.amount_paid) == ("paid", 1500)
    intent = stripe.get(f"/v1/payment_intents/{payment.payment.payment_intent}")
    assert (intent.amount, intent.description) == (1500, "Subscription creation")
    assert (intent.setup_future_usage, intent.payment_method_types) == ("off_session", ["card"])
    assert intent.payment_details.order_reference == session.id
    assert (intent.customer, intent.metadata) == (done.customer, {})
    assert stripe.at_version("2024-06-20").get(f"/v1/payment_intents/{intent.id}").invoice == (
        done.invoice.id
    )


def test_a_declined_attempt_begins_nothing(stripe: Stripe) -> None:
    session = subscribing(stripe)
    assert pay(stripe, session, FAILS) == "Your card was declined."
    assert stripe.types() == [
        "customer.created",
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
    ]
    assert stripe.get("/v1/subscriptions", status="all").data == []
    assert stripe.get("/v1/invoices").data == []
    assert pay(stripe, session) is None
    assert "payment_intent.created" not in stripe.types(), "it is the same intent"
    assert again(stripe, session, expand=["subscription"]).subscription.status == "active"


def test_an_expired_session_leaves_no_intent_that_could_be_paid(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session, FAILS)
    [intent] = stripe.get("/v1/payment_intents").data
    confirmed = f"/v1/payment_intents/{intent.id}/confirm"
    owned = stripe.post(confirmed, payment_method="pm_card_visa")
    assert "Try expiring the" in owned.error.message
    stripe.told()
    stripe.post(f"/v1/checkout/sessions/{session.id}/expire")
    assert stripe.types() == ["payment_intent.canceled", "checkout.session.expired"]
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "canceled"


def test_the_intent_follows_what_the_subscription_comes_to_cost(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session, FAILS)
    dear = [goods(4000, 2, price_data=MONTHLY)]
    stripe.post(f"/v1/checkout/sessions/{session.id}", line_items=dear)
    pay(stripe, session)
    paid = again(stripe, session, expand=["invoice"])
    assert (paid.amount_total, paid.invoice.amount_paid) == (8000, 8000)
    assert [intent.amount for intent in stripe.get("/v1/payment_intents").data] == [8000]


def test_the_shopper_is_asked_before_anything_begins(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session, "pm_card_authenticationRequired")
    assert again(stripe, session).status == "open"
    [intent] = stripe.get("/v1/payment_intents").data
    assert stripe.get("/v1/subscriptions", status="all").data == []
    stripe.challenge(intent, passed=True)
    done = again(stripe, session, expand=["subscription", "invoice"])
    assert (done.payment_status, done.subscription.status) == ("paid", "active")
    assert done.invoice.status == "paid"


@pytest.mark.parametrize(
    ("iban", "status", "event"),
    [
        (PAYS, "active", "checkout.session.async_payment_succeeded"),
        (RETURNS, "incomplete", "checkout.session.async_payment_failed"),
    ],
)
def test_what_a_bank_has_taken_in_begins_incomplete(
    stripe: Stripe, iban: str, status: str, event: str
) -> None:
    session = subscribing(stripe, currency="eur", allowed_payment_method_types=["sepa_debit"])
    account = {"name": "Jo", "email": "jo@example.org"}
    method = stripe.post(
        "/v1/payment_methods", type="sepa_debit", sepa_debit={"iban": iban}, billing_details=account
    )
    pay(stripe, session, method.id)
    done = again(stripe, session, expand=["subscription", "invoice"])
    assert (done.status, done.payment_status) == ("complete", "unpaid")
    assert (done.subscription.status, done.invoice.status) == ("incomplete", "open")
    stripe.advance(days=14)
    assert event in stripe.types()
    found = stripe.get(f"/v1/subscriptions/{done.subscription.id}")
    assert found.status.startswith(status)


def test_what_others_are_to_have_of_it_is_reckoned_of_the_sessions_total(stripe: Stripe) -> None:
    shop = connected(stripe)
    told = {"application_fee_percent": 15, "transfer_data": {"destination": shop}}
    session = subscribing(stripe, 3000, subscription_data=told)
    assert pay(stripe, session) is None
    [intent] = stripe.get("/v1/payment_intents").data
    assert (intent.application_fee_amount, intent.transfer_data.destination) == (450, shop)
    begun = again(stripe, session, expand=["subscription"]).subscription
    assert (begun.application_fee_percent, begun.transfer_data.destination) == (15.0, shop)


def test_a_free_subscription_after_a_declined_attempt_needs_no_intent(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="ALL", percent_off=100, duration="forever")
    named = {"type": "coupon", "coupon": "ALL"}
    stripe.post("/v1/promotion_codes", promotion=named, code="FREE")
    session = subscribing(stripe, allow_promotion_codes=True)
    pay(stripe, session, FAILS)
    pay(stripe, session, promotion_code="free")
    done = again(stripe, session, expand=["subscription"])
    assert (done.payment_status, done.subscription.status) == ("no_payment_required", "active")
    assert [intent.status for intent in stripe.get("/v1/payment_intents").data] == ["canceled"]
