"""The Subscription that a Session begins, and what becomes of it where the payment fails.

Source: Stripe docs, "Build a subscriptions integration"; that one is begun before its first payment
is inferred.
"""

from typing import Any

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

MONTHLY = {"recurring": {"interval": "month"}}
FAILS = "pm_card_chargeCustomerFail"


def subscribing(stripe: Stripe, amount: int = 1500, **params: Any) -> Any:
    line = goods(amount, price_data=MONTHLY)
    return open_session(stripe, line, mode="subscription", **params)


def test_what_has_expired_is_begun_anew(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session, FAILS)
    first = stripe.get("/v1/subscriptions", status="incomplete").data[0]
    stripe.advance(seconds=84_900)
    assert stripe.get(f"/v1/subscriptions/{first.id}").status == "incomplete_expired"
    assert pay(stripe, session) is None
    done = again(stripe, session, expand=["subscription", "invoice"])
    assert (done.payment_status, done.subscription.status) == ("paid", "active")
    assert done.invoice.status == "paid"
    assert done.subscription.id != first.id
    assert done.customer == first.customer


def test_an_expired_session_leaves_nothing_that_could_be_paid(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session, FAILS)
    begun = stripe.get("/v1/subscriptions", status="incomplete").data[0]
    invoice = stripe.get(f"/v1/invoices/{begun.latest_invoice}", expand=["payments"])
    intent = invoice.payments.data[0].payment.payment_intent
    confirmed = f"/v1/payment_intents/{intent}/confirm"
    owned = stripe.post(confirmed, payment_method="pm_card_visa")
    assert "Expire the session instead" in owned.error.message
    stripe.told()
    stripe.post(f"/v1/checkout/sessions/{session.id}/expire")
    assert {"invoice.voided", "payment_intent.canceled", "checkout.session.expired"} <= set(
        stripe.types()
    )
    assert stripe.get(f"/v1/subscriptions/{begun.id}").status == "incomplete_expired"
    assert stripe.post(confirmed, payment_method="pm_card_visa").http == 400


def test_a_subscription_for_nothing_requires_no_payment(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="ALL", percent_off=100, duration="forever")
    for session in (subscribing(stripe, 0), subscribing(stripe, discounts=[{"coupon": "ALL"}])):
        assert pay(stripe, session) is None
        done = again(stripe, session, expand=["subscription"])
        assert (done.payment_status, done.subscription.status) == ("no_payment_required", "active")
