"""The Subscription that a Session begins, and what became of it until basil where it was not paid.

Source: Stripe docs, "Build a subscriptions integration".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

MONTHLY = {"recurring": {"interval": "month"}}
CLASSIC = "2024-06-20"
FAILS = "pm_card_chargeCustomerFail"


def subscribing(stripe: Stripe, amount: int = 1500, **params: Any) -> Any:
    line = goods(amount, price_data=MONTHLY)
    return open_session(stripe, line, mode="subscription", **params)


def test_a_subscription_begins_with_its_first_payment(stripe: Stripe) -> None:
    session = subscribing(stripe, subscription_data={"metadata": {"tier": "a"}})
    stripe.told()
    assert (session.customer_creation, session.payment_method_collection) == ("always", "always")
    pay(stripe, session)
    types = stripe.types()
    assert types == [
        "customer.created",
        "payment_intent.created",
        "payment_method.attached",
        "charge.succeeded",
        "payment_intent.succeeded",
        "customer.updated",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "checkout.session.completed",
    ]
    after = again(stripe, session, expand=["subscription", "invoice"])
    assert (after.payment_status, after.payment_intent) == ("paid", None)
    assert (after.subscription.status, after.invoice.status) == ("active", "paid")
    assert after.subscription.metadata == {"tier": "a"}


def test_a_trial_needs_no_payment_yet(stripe: Stripe) -> None:
    session = subscribing(stripe, subscription_data={"trial_period_days": 14})
    pay(stripe, session)
    after = again(stripe, session, expand=["subscription"])
    assert (after.payment_status, after.subscription.status) == (
        "no_payment_required",
        "trialing",
    )


def test_a_declined_subscriber_can_try_again(stripe: Stripe) -> None:
    session = subscribing(stripe)
    assert pay(stripe, session, "pm_card_chargeCustomerFail") == "Your card was declined."
    assert again(stripe, session).status == "open"
    assert pay(stripe, session) is None
    assert again(stripe, session, expand=["subscription"]).subscription.status == "active"


def test_a_sessions_first_payment_has_the_session_as_its_order(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session)
    orders = [
        event.data.object.payment_details.order_reference
        for event in stripe.told()
        if event.type.startswith("payment_intent.")
    ]
    assert set(orders) == {session.id}
    [first] = stripe.get("/v1/payment_intents").data
    assert first.payment_method_options.card.setup_future_usage == "off_session"
    stripe.advance(days=32)
    renewal = stripe.get("/v1/payment_intents").data[0]
    assert renewal.payment_details.order_reference.startswith("in_")


def test_until_basil_a_subscription_waited_for_its_first_payment(stripe: Stripe) -> None:
    session = subscribing(stripe.at_version(CLASSIC))
    stripe.told()
    pay(stripe, session)
    told = {event.type: event.data for event in stripe.told()}
    assert told["customer.subscription.created"].object.status == "incomplete"
    assert told["invoice.finalized"].object.status == "open"
    became = told["customer.subscription.updated"]
    assert (became.previous_attributes, became.object.status) == (
        {"status": "incomplete"},
        "active",
    )


def test_what_has_expired_was_begun_anew(stripe: Stripe) -> None:
    session = subscribing(stripe.at_version(CLASSIC))
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


def test_an_expired_session_left_nothing_that_could_be_paid(stripe: Stripe) -> None:
    session = subscribing(stripe.at_version(CLASSIC))
    pay(stripe, session, FAILS)
    begun = stripe.get("/v1/subscriptions", status="incomplete").data[0]
    invoice = stripe.get(f"/v1/invoices/{begun.latest_invoice}", expand=["payments"])
    intent = invoice.payments.data[0].payment.payment_intent
    confirmed = f"/v1/payment_intents/{intent}/confirm"
    owned = stripe.post(confirmed, payment_method="pm_card_visa")
    assert owned.error.message == (
        "You cannot perform this action on PaymentIntents created by Checkout. Try expiring the"
        " Checkout Session instead."
    )
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


def billed(stripe: Stripe, session: Any) -> Any:
    """What the Subscription of a Session was billed at first."""
    assert pay(stripe, session) is None
    done = again(stripe, session, expand=["subscription.latest_invoice"])
    return done.subscription.latest_invoice


def test_how_a_subscription_is_paid_shows_every_kind_of_it(stripe: Stripe) -> None:
    session = subscribing(stripe)
    pay(stripe, session)
    begun = again(stripe, session, expand=["subscription.latest_invoice"]).subscription
    settings, billed_by = begun.payment_settings, begun.latest_invoice.payment_settings
    secure = {"request_three_d_secure": "automatic"}
    assert settings.payment_method_options.card == {"network": None} | secure
    assert billed_by.payment_method_options.card == secure
    for of in (settings, billed_by):
        assert of.payment_method_types is None, "the page offered what it liked"
        assert of.payment_method_options.sepa_debit is None
        assert "us_bank_account" in of.payment_method_options


def test_a_subscription_is_paid_by_what_its_session_was_told_to_take(stripe: Stripe) -> None:
    session = subscribing(stripe.at_version(CLASSIC), payment_method_types=["card"])
    pay(stripe, session)
    begun = again(stripe, session, expand=["subscription.latest_invoice"]).subscription
    assert begun.payment_settings.payment_method_types == ["card"]
    assert begun.latest_invoice.payment_settings.payment_method_types == ["card"]


def test_the_default_tax_rates_are_on_the_session_as_on_its_invoice(stripe: Stripe) -> None:
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False).id
    session = subscribing(stripe, 1000, subscription_data={"default_tax_rates": [rate]})
    assert (session.total_details.amount_tax, session.amount_total) == (200, 1200)
    invoice = billed(stripe, session)
    assert invoice.amount_paid == 1200
    begun = stripe.get("/v1/subscriptions", customer=invoice.customer).data[0]
    assert [each.id for each in begun.default_tax_rates] == [rate]
    assert begun["items"]["data"][0].tax_rates == []


def test_a_coupon_was_said_of_the_subscription_until_2022(stripe: Stripe) -> None:
    stripe.post("/v1/coupons", id="HALF", percent_off=50, duration="once")
    old = stripe.at_version("2020-08-27")
    session = subscribing(old, 1000, subscription_data={"coupon": "HALF"})
    assert (session.amount_subtotal, session.amount_total) == (1000, 500)
    assert billed(stripe, session).amount_paid == 500


def test_a_trial_that_the_plan_brings_is_free_on_the_session_too(stripe: Stripe) -> None:
    plan = stripe.post(
        "/v1/plans", currency="usd", amount=500, interval="month", product={"name": "Plan"},
        trial_period_days=7,
    ).id  # fmt: skip
    old = stripe.at_version("2020-08-27")
    line = {"price": plan, "quantity": 1}
    on_trial = {"trial_from_plan": True}
    free = open_session(old, line, mode="subscription", subscription_data=on_trial)
    assert free.amount_total == 0
    assert open_session(old, line, mode="subscription").amount_total == 500


def test_a_subscription_is_in_the_currency_of_its_session(stripe: Stripe) -> None:
    price = stripe.post(
        "/v1/prices", currency="usd", unit_amount=1000, product_data={"name": "Plan"},
        currency_options={"eur": {"unit_amount": 900}}, **MONTHLY,
    ).id  # fmt: skip
    line = {"price": price, "quantity": 1}
    session = open_session(stripe, line, mode="subscription", currency="eur")
    assert (session.currency, session.amount_total) == ("eur", 900)
    invoice = billed(stripe, session)
    assert (invoice.currency, invoice.amount_paid) == ("eur", 900)


@pytest.mark.parametrize(("more", "due"), [({}, 1000), ({"proration_behavior": "none"}, 0)])
def test_until_its_anchor_a_subscription_costs_a_part_or_nothing(
    stripe: Stripe, more: dict[str, Any], due: int
) -> None:
    anchor = stripe.now + 10 * 86_400
    daily = {"recurring": {"interval": "day", "interval_count": 30}}
    session = open_session(
        stripe,
        goods(3000, price_data=daily),
        goods(500),
        mode="subscription",
        subscription_data={"billing_cycle_anchor": anchor} | more,
    )
    assert session.amount_total == 500 + due
    pay(stripe, session)
    made = again(stripe, session, expand=["subscription.latest_invoice"]).subscription
    assert made.billing_cycle_anchor == anchor
    assert made.latest_invoice.total == 500 + due


def test_no_anchor_is_later_than_the_first_period(stripe: Stripe) -> None:
    weekly = goods(price_data={"recurring": {"interval": "week"}})
    late = {"billing_cycle_anchor": stripe.now + 8 * 86_400}
    refused = open_session(stripe, weekly, mode="subscription", subscription_data=late)
    assert refused.error.param == "subscription_data[billing_cycle_anchor]"


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_fee_is_a_percentage(stripe: Stripe, percent: int) -> None:
    weekly = goods(price_data={"recurring": {"interval": "week"}})
    fee = {"application_fee_percent": percent}
    refused = open_session(stripe, weekly, mode="subscription", subscription_data=fee)
    assert refused.error.param == "subscription_data[application_fee_percent]"


def test_nothing_to_pay_is_paid_with_nothing_where_the_shop_says_so(stripe: Stripe) -> None:
    for collection, has in (("if_required", False), ("always", True)):
        session = open_session(
            stripe,
            goods(price_data={"recurring": {"interval": "week"}}),
            mode="subscription",
            payment_method_collection=collection,
            subscription_data={"trial_period_days": 7},
        )
        pay(stripe, session)
        made = again(stripe, session, expand=["subscription"])
        assert (made.payment_status, made.subscription.status) == (
            "no_payment_required",
            "trialing",
        )
        assert (made.subscription.default_payment_method is not None) == has
        listed = stripe.get("/v1/payment_methods", customer=made.customer).data
        assert bool(listed) == has
