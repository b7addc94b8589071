"""A cycle that begins anew before its period is over, and trials that are set later or shortened.

Source: API reference, "Update a subscription" (billing_cycle_anchor, trial_end).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscription_renewing import DAY, item, now, subscribe

BEFORE_ENDIVE = "2026-08-26.dahlia"


def waiting(stripe: Stripe, subscription: Any) -> list[int]:
    """The amounts of the lines of the latest invoice."""
    return [line.amount for line in now(stripe, subscription).latest_invoice.lines.data]


@pytest.mark.parametrize(
    ("version", "anchor"), [(BEFORE_ENDIVE, "now"), ("2026-10-28.endive", {"type": "now"})]
)
def test_a_cycle_that_begins_anew_is_credited_and_billed_at_once(
    stripe: Stripe, version: str, anchor: Any
) -> None:
    subscription = subscribe(stripe)
    stripe.advance(seconds=7 * DAY // 2)
    path = f"/v1/subscriptions/{subscription.id}"
    anew = stripe.at_version(version).post(path, billing_cycle_anchor=anchor)
    assert (anew.http, anew.billing_cycle_anchor) == (200, stripe.now)
    period = item(anew)
    assert period.current_period_start == stripe.now
    assert period.current_period_end == stripe.now + 7 * DAY
    invoice = now(stripe, subscription).latest_invoice
    assert (invoice.status, invoice.amount_paid) == ("paid", 2500 - 1250)
    assert invoice.billing_reason == "subscription_update"
    assert sorted(waiting(stripe, subscription)) == [-1250, 2500]
    assert stripe.types()[:2] == ["invoiceitem.created", "customer.subscription.updated"]
    stripe.advance(days=6)
    assert now(stripe, subscription).latest_invoice.id == invoice.id


def test_without_proration_nothing_is_credited(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    stripe.advance(days=3)
    stripe.at_version(BEFORE_ENDIVE).post(
        f"/v1/subscriptions/{subscription.id}",
        billing_cycle_anchor="now",
        proration_behavior="none",
    )
    assert waiting(stripe, subscription) == [2500]


def test_a_cycle_that_is_said_to_be_unchanged_goes_on(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    stripe.advance(days=3)
    path = f"/v1/subscriptions/{subscription.id}"
    same = stripe.at_version(BEFORE_ENDIVE).post(path, billing_cycle_anchor="unchanged")
    assert same.billing_cycle_anchor == subscription.billing_cycle_anchor
    assert stripe.types() == []


@pytest.mark.parametrize("anchor", ["now", "unchanged"])
def test_a_preview_is_told_of_the_anchor_by_the_same_words(stripe: Stripe, anchor: str) -> None:
    old, subscription = stripe.at_version("2024-06-20"), subscribe(stripe)
    details = {"billing_cycle_anchor": anchor}
    for seen in (
        old.post(
            "/v1/invoices/create_preview",
            subscription=subscription.id,
            subscription_details=details,
        ),
        old.get(
            "/v1/invoices/upcoming",
            subscription=subscription.id,
            subscription_billing_cycle_anchor=anchor,
        ),
    ):
        assert (seen.http, seen.total) == (200, 2500)


def test_another_price_with_a_new_cycle_is_billed_whole(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    product = stripe.post("/v1/products", name="Plus")
    sold = {"currency": "usd", "unit_amount": 6000, "recurring": {"interval": "week"}}
    plus = stripe.post("/v1/prices", product=product.id, **sold)
    stripe.advance(seconds=7 * DAY // 2)
    stripe.post(
        f"/v1/subscriptions/{subscription.id}",
        items=[{"id": item(subscription).id, "price": plus.id}],
        billing_cycle_anchor={"type": "now"},
    )
    assert sorted(waiting(stripe, subscription)) == [-1250, 6000]


def test_a_trial_can_begin_in_the_middle_of_what_is_paid_for(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    stripe.advance(seconds=7 * DAY // 2)
    ends = stripe.now + 10 * DAY
    tried = stripe.post(f"/v1/subscriptions/{subscription.id}", trial_end=ends)
    assert (tried.status, tried.trial_start, tried.trial_end) == ("trialing", stripe.now, ends)
    assert (tried.billing_cycle_anchor, item(tried).current_period_end) == (ends, ends)
    assert sorted(waiting(stripe, subscription)) == [-1250, 0]
    told = stripe.types()
    assert told.count("customer.subscription.updated") == 1
    assert "customer.subscription.trial_will_end" not in told
    stripe.advance(days=8)
    assert "customer.subscription.trial_will_end" in stripe.types()
    stripe.advance(days=3)
    assert now(stripe, subscription).status == "active"


def test_a_trial_that_is_shortened_is_told_to_end_at_once(stripe: Stripe) -> None:
    subscription = subscribe(stripe, trial_period_days=30)
    stripe.advance(days=5)
    path = f"/v1/subscriptions/{subscription.id}"
    stripe.types()
    shorter = stripe.post(path, trial_end=stripe.now + 2 * DAY)
    told = stripe.types()
    assert told.count("customer.subscription.trial_will_end") == 1
    stripe.post(path, metadata={"a": "b"})
    stripe.post(path, trial_end=shorter.trial_end)
    assert "customer.subscription.trial_will_end" not in stripe.types()


def test_a_trial_of_two_days_is_told_to_end_when_it_begins(stripe: Stripe) -> None:
    clock = stripe.post("/v1/test_helpers/test_clocks", frozen_time=stripe.now)
    customer = stripe.post("/v1/customers", test_clock=clock.id)
    price = stripe.post(
        "/v1/prices",
        product_data={"name": "Plan"},
        currency="usd",
        unit_amount=100,
        recurring={"interval": "month"},
    )
    stripe.types()
    stripe.post(
        "/v1/subscriptions",
        customer=customer.id,
        items=[{"price": price.id}],
        trial_period_days=2,
    )
    assert stripe.types().count("customer.subscription.trial_will_end") == 1


def test_a_trial_that_begins_while_prorations_wait_is_a_trial(stripe: Stripe) -> None:
    subscription = subscribe(stripe)
    stripe.post(f"/v1/subscription_items/{item(subscription).id}", quantity=3)
    tried = stripe.post(
        f"/v1/subscriptions/{subscription.id}",
        trial_end=stripe.now + DAY,
        proration_behavior="none",
    )
    assert tried.status == "trialing"
    assert now(stripe, subscription).latest_invoice.status == "paid"
    stripe.advance(seconds=DAY)
    assert now(stripe, subscription).status == "active"


def test_what_is_paid_once_at_the_start_of_a_trial_does_not_end_it(stripe: Stripe) -> None:
    fee = stripe.post(
        "/v1/prices", currency="usd", unit_amount=500, product_data={"name": "Setting up"}
    )
    subscription = subscribe(stripe, trial_period_days=7, add_invoice_items=[{"price": fee.id}])
    assert subscription.status == "trialing"
    assert now(stripe, subscription).latest_invoice.amount_paid == 500


def other_price(stripe: Stripe, every: str, amount: int) -> str:
    product = stripe.post("/v1/products", name="Plus").id
    sold = {"currency": "usd", "unit_amount": amount, "recurring": {"interval": every}}
    return str(stripe.post("/v1/prices", product=product, **sold).id)


def test_another_interval_begins_a_classic_cycle_anew(stripe: Stripe) -> None:
    subscription = subscribe(stripe, billing_mode={"type": "classic"})
    yearly = other_price(stripe, "year", 60000)
    stripe.advance(seconds=7 * DAY // 2)
    rows = [{"id": item(subscription).id, "price": yearly}]
    details = {"items": rows}
    seen = stripe.post(
        "/v1/invoices/create_preview", subscription=subscription.id, subscription_details=details
    )
    assert (seen.http, seen.total, seen.status) == (200, 60000 - 1250, "draft")
    stripe.types()
    anew = stripe.post(f"/v1/subscriptions/{subscription.id}", items=rows)
    assert (anew.billing_cycle_anchor, item(anew).current_period_start) == (stripe.now, stripe.now)
    assert item(anew).current_period_end == stripe.now + 365 * DAY
    invoice = now(stripe, subscription).latest_invoice
    assert (invoice.status, invoice.amount_paid) == ("paid", 60000 - 1250)
    assert sorted(waiting(stripe, subscription)) == [-1250, 60000]
    assert stripe.types().count("customer.subscription.updated") == 1


@pytest.mark.parametrize(("mode", "held", "lines"), [
    ("classic", {}, [0, 1500]),
    ("classic", {"billing_cycle_anchor": {"type": "unchanged"}}, [0]),
    ("flexible", {}, [0]),
])  # fmt: skip
def test_what_is_free_no_more_is_billed_from_now_classically(
    stripe: Stripe, mode: str, held: Any, lines: list[int]
) -> None:
    free = other_price(stripe, "month", 0)
    customer = stripe.post("/v1/customers", source="tok_visa").id
    subscription = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": free}],
        billing_mode={"type": mode},
    )
    stripe.advance(days=3)
    rows = [{"id": item(subscription).id, "price": other_price(stripe, "month", 1500)}]
    changed = stripe.post(f"/v1/subscriptions/{subscription.id}", items=rows, **held)
    assert changed.http == 200
    assert sorted(waiting(stripe, subscription)) == lines


def test_what_ends_with_its_period_ends_with_the_one_that_it_then_has(stripe: Stripe) -> None:
    subscription = subscribe(stripe, cancel_at_period_end=True)
    path = f"/v1/subscriptions/{subscription.id}"
    assert subscription.cancel_at == item(subscription).current_period_end
    stripe.advance(days=3)
    anew = stripe.at_version(BEFORE_ENDIVE).post(path, billing_cycle_anchor="now")
    assert anew.cancel_at == item(anew).current_period_end == stripe.now + 7 * DAY
    tried = stripe.post(path, trial_end=stripe.now + 20 * DAY)
    assert tried.cancel_at == stripe.now + 20 * DAY
    stripe.advance(days=19)
    assert now(stripe, subscription).status == "trialing"
    stripe.advance(days=2)
    assert now(stripe, subscription).status == "canceled"
