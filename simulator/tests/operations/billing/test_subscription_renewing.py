"""What becomes of a Subscription as time passes: it is renewed, or owed for, or over.

Source: Stripe docs, "How subscriptions work", "Configure free trials", "Cancel subscriptions".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

DAY = 86_400
FAILS_LATER = "pm_card_chargeCustomerFail"


def subscribe(
    stripe: Stripe, *, card: str | None = "tok_visa", every: str = "week", **more: Any
) -> Any:
    """A new Customer, who may have a card, subscribes; a week's events are all still listed."""
    product = stripe.post("/v1/products", name="Standard plan")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=2500,
        recurring={"interval": every},
    )
    paying = {} if card is None else {"source": card}
    customer = stripe.post("/v1/customers", email="jo@example.org", **paying)
    made = stripe.post(
        "/v1/subscriptions", customer=customer.id, items=[{"price": price.id}], **more
    )
    stripe.types()
    return made


def item(subscription: Any) -> Any:
    """The one item of a Subscription."""
    [only] = subscription.body["items"]["data"]
    return only


def now(stripe: Stripe, subscription: Any) -> Any:
    return stripe.get(f"/v1/subscriptions/{subscription.id}", expand=["latest_invoice"])


def pay_with(stripe: Stripe, customer: str, method: str) -> None:
    """From now on the Customer pays with this."""
    attached = stripe.post(f"/v1/payment_methods/{method}/attach", customer=customer)
    settings = {"default_payment_method": attached.id}
    stripe.post(f"/v1/customers/{customer}", invoice_settings=settings)
    stripe.types()


def test_a_week_later_the_next_one_is_billed_and_an_hour_after_that_paid(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    first = item(subscription)
    stripe.advance(seconds=first.current_period_end - stripe.now)
    renewed = now(stripe, subscription)
    second = item(renewed)
    assert second.current_period_start == first.current_period_end
    assert second.current_period_end == first.current_period_end + 7 * DAY
    invoice = renewed.latest_invoice
    assert (invoice.status, invoice.billing_reason) == ("draft", "subscription_cycle")
    assert (invoice.auto_advance, invoice.total) == (True, 2500)
    assert invoice.automatically_finalizes_at == stripe.now + 3600
    assert (invoice.period_start, invoice.period_end) == (
        first.current_period_start,
        first.current_period_end,
    )
    [line] = invoice.lines.data
    assert (line.period.start, line.period.end) == (
        second.current_period_start,
        second.current_period_end,
    )
    assert stripe.types() == ["customer.subscription.updated", "invoice.created"]
    stripe.advance(hours=1)
    paid = now(stripe, subscription).latest_invoice
    assert (paid.status, paid.amount_paid, paid.attempt_count) == ("paid", 2500, 1)
    assert stripe.types() == [
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ]


def test_a_year_has_twelve_invoices_all_on_the_same_day(stripe: Stripe) -> None:
    subscription = subscribe(stripe, every="month")
    stripe.advance(days=364)
    invoices = stripe.get("/v1/invoices", subscription=subscription.id, limit=100).data
    assert [invoice.status for invoice in invoices] == ["paid"] * 12


def test_a_card_that_fails_leaves_it_past_due_and_is_tried_again(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    first = item(subscription)
    stripe.advance(seconds=first.current_period_end - stripe.now + 3600)
    owed = now(stripe, subscription)
    assert owed.status == "past_due"
    invoice = owed.latest_invoice
    assert (invoice.status, invoice.attempt_count) == ("open", 1)
    assert invoice.next_payment_attempt == stripe.now + 3 * DAY
    told = stripe.types()
    assert told[:4] == [
        "customer.subscription.updated",
        "invoice.created",
        "invoice.finalized",
        "payment_intent.created",
    ]
    assert told[-4:] == [
        "invoice.payment_failed",
        "invoice.updated",
        "customer.subscription.updated",
        "customer.updated",
    ]
    pay_with(stripe, subscription.customer, "pm_card_visa")
    stripe.advance(days=3)
    after = now(stripe, subscription)
    assert (after.status, after.latest_invoice.status) == ("active", "paid")
    assert after.latest_invoice.attempt_count == 2
    assert stripe.types()[-2:] == ["customer.subscription.updated", "customer.updated"]


def test_what_nobody_pays_for_is_canceled_in_the_end(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    stripe.advance(days=23)
    after = now(stripe, subscription)
    assert (after.status, after.cancellation_details.reason) == ("canceled", "payment_failed")
    assert after.latest_invoice.next_payment_attempt is None
    invoices = stripe.get("/v1/invoices", subscription=subscription.id).data
    stripe.advance(days=100)
    assert stripe.get("/v1/invoices", subscription=subscription.id).data == invoices


def test_a_trial_ends_with_the_first_invoice_that_costs_something(stripe: Stripe) -> None:
    subscription = subscribe(stripe, trial_period_days=7)
    assert (subscription.status, now(stripe, subscription).latest_invoice.total) == ("trialing", 0)
    stripe.advance(days=4)
    assert stripe.types() == ["customer.subscription.trial_will_end"]
    stripe.advance(days=3, hours=1)
    after = now(stripe, subscription)
    assert (after.status, after.latest_invoice.total) == ("active", 2500)
    assert after.latest_invoice.status == "paid"
    assert item(after).current_period_start == subscription.trial_end


def test_a_trial_can_be_ended_now_and_is_paid_for_at_once(stripe: Stripe) -> None:
    subscription = subscribe(stripe, trial_period_days=7)
    stripe.advance(days=2)
    ended = stripe.post(
        f"/v1/subscriptions/{subscription.id}", trial_end="now", metadata={"why": "bought"}
    )
    assert (ended.status, ended.trial_end) == ("active", stripe.now)
    assert (ended.billing_cycle_anchor, ended.metadata.why) == (stripe.now, "bought")
    assert item(ended).current_period_start == stripe.now
    assert item(ended).current_period_end == stripe.now + 7 * DAY
    invoice = now(stripe, subscription).latest_invoice
    assert (invoice.status, invoice.amount_paid) == ("paid", 2500)
    assert invoice.billing_reason == "subscription_update"
    told = stripe.types()
    assert told.count("customer.subscription.updated") == 1
    assert told[0] == "customer.subscription.trial_will_end"
    assert "invoice.paid" in told
    stripe.advance(days=5)
    assert now(stripe, subscription).latest_invoice.id == invoice.id


def test_a_trial_that_is_ended_with_a_bad_card_leaves_a_debt(stripe: Stripe) -> None:
    subscription = subscribe(stripe, trial_period_days=7)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    ended = stripe.post(f"/v1/subscriptions/{subscription.id}", trial_end="now")
    assert ended.status == "past_due"
    assert "invoice.payment_failed" in stripe.types()


@pytest.mark.parametrize(("behavior", "status"), [("cancel", "canceled"), ("pause", "paused")])
def test_a_trial_that_is_ended_with_nothing_to_pay_with_ends_as_it_was_told_to(
    stripe: Stripe, behavior: str, status: str
) -> None:
    subscription = subscribe(
        stripe,
        card=None,
        trial_period_days=7,
        trial_settings={"end_behavior": {"missing_payment_method": behavior}},
    )
    ended = stripe.post(f"/v1/subscriptions/{subscription.id}", trial_end="now")
    assert (ended.status, ended.trial_end) == (status, stripe.now)


def test_a_trial_can_be_made_longer(stripe: Stripe) -> None:
    subscription = subscribe(stripe, trial_period_days=7)
    later = stripe.now + 14 * DAY
    longer = stripe.post(f"/v1/subscriptions/{subscription.id}", trial_end=later)
    assert (longer.status, longer.trial_end, longer.billing_cycle_anchor) == (
        "trialing",
        later,
        later,
    )
    assert item(longer).current_period_end == later
    assert stripe.types() == ["customer.subscription.updated"]
    stripe.advance(days=8)
    assert now(stripe, subscription).status == "trialing"
    stripe.advance(days=6)
    assert now(stripe, subscription).status == "active"


@pytest.mark.parametrize(
    ("behavior", "status", "told"),
    [
        ("cancel", "canceled", "customer.subscription.deleted"),
        ("pause", "paused", "customer.subscription.paused"),
    ],
)
def test_a_trial_that_nobody_can_pay_on_ends_as_it_was_told_to(
    stripe: Stripe, behavior: str, status: str, told: str
) -> None:
    subscription = subscribe(
        stripe,
        card=None,
        trial_period_days=7,
        trial_settings={"end_behavior": {"missing_payment_method": behavior}},
    )
    stripe.advance(days=8)
    assert now(stripe, subscription).status == status
    assert stripe.types() == ["customer.subscription.trial_will_end", told]


def test_what_is_canceled_at_the_end_of_its_period_is_over_then(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    asked = stripe.post(f"/v1/subscriptions/{subscription.id}", cancel_at_period_end=True)
    stripe.types()
    stripe.advance(days=8)
    after = now(stripe, subscription)
    assert after.status == "canceled"
    assert (after.canceled_at, after.ended_at) == (asked.canceled_at, asked.cancel_at)
    assert stripe.types() == ["customer.subscription.deleted"]


def test_nothing_is_billed_once_it_is_canceled(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    stripe.delete(f"/v1/subscriptions/{subscription.id}")
    stripe.types()
    stripe.advance(days=20)
    assert stripe.types() == []


@pytest.mark.parametrize(
    ("behavior", "status"),
    [("keep_as_draft", "draft"), ("void", "void"), ("mark_uncollectible", "uncollectible")],
)
def test_while_collection_is_paused_nothing_is_collected(
    stripe: Stripe, behavior: str, status: str
) -> None:
    subscription = subscribe(stripe)
    pause = {"behavior": behavior}
    stripe.post(f"/v1/subscriptions/{subscription.id}", pause_collection=pause)
    stripe.advance(days=8)
    after = now(stripe, subscription)
    assert (after.status, after.latest_invoice.status) == ("active", status)


def test_what_waited_for_the_next_invoice_is_on_it(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    waiting = stripe.post(
        "/v1/invoiceitems", customer=subscription.customer, amount=700, currency="usd"
    )
    stripe.advance(days=8)
    assert now(stripe, subscription).latest_invoice.amount_paid == 3200
    assert stripe.get(f"/v1/invoiceitems/{waiting.id}").invoice is not None


def test_what_began_on_the_31st_comes_back_to_the_31st(stripe: Stripe) -> None:
    clock = stripe.post("/v1/test_helpers/test_clocks", frozen_time=1_801_396_800)  # 31 Jan 2027
    product = stripe.post("/v1/products", name="Standard plan")
    sold = {"currency": "usd", "unit_amount": 2500, "recurring": {"interval": "month"}}
    price = stripe.post("/v1/prices", product=product.id, **sold)
    customer = stripe.post("/v1/customers", test_clock=clock.id, source="tok_visa")
    subscription = stripe.post(
        "/v1/subscriptions", customer=customer.id, items=[{"price": price.id}]
    )
    assert subscription.test_clock == clock.id
    assert item(subscription).current_period_end == 1_803_816_000  # 28 February
    at = f"/v1/test_helpers/test_clocks/{clock.id}/advance"
    stripe.post(at, frozen_time=1_803_816_000 + 7200)
    stripe.advance(seconds=1)
    after = now(stripe, subscription)
    assert item(after).current_period_end == 1_806_494_400  # 31 March
    assert after.latest_invoice.status == "paid"


def test_a_change_that_is_not_paid_for_is_told_of_once_with_what_is_owed(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    pay_with(stripe, subscription.customer, FAILS_LATER)
    stripe.advance(days=3)
    stripe.told()
    stripe.post(
        f"/v1/subscriptions/{subscription.id}",
        items=[{"id": item(subscription).id, "quantity": 3}],
        proration_behavior="always_invoice",
    )
    [told] = [event for event in stripe.told() if event.type == "customer.subscription.updated"]
    assert told.data.object.status == "past_due"
    assert told.data.previous_attributes.keys() == {
        "items",
        "latest_invoice",
        "quantity",
        "status",
    }


def test_a_customer_who_lost_its_email_is_billed_all_the_same(stripe: Stripe) -> None:
    sent = subscribe(stripe, collection_method="send_invoice", days_until_due=3)
    stripe.post(f"/v1/customers/{sent.customer}", email="")
    stripe.advance(days=8)
    assert len(stripe.get("/v1/invoices", subscription=sent.id).data) == 2
