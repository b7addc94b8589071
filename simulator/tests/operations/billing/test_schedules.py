"""Subscription Schedules: phases that take effect as time passes, and how a schedule ends.

Source: API reference, "Subscription Schedules"; Stripe docs, "Subscription schedules".
"""

from collections.abc import Callable
from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.billing.scheduling import (
    WEEK,
    customer_of,
    downgrading,
    now,
    priced,
    priced_at,
    schedule_of,
    scheduled,
    subscribed,
)


def test_a_schedule_of_a_subscription_has_its_current_period_as_its_phase(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    made = scheduled(stripe, subscription)
    assert (made.status, made.end_behavior) == ("active", "release")
    assert (made.subscription, made.customer) == (subscription.id, subscription.customer)
    [phase] = made.phases
    [item] = subscription.body["items"]["data"]
    assert (phase.start_date, phase.end_date) == (stripe.now, stripe.now + WEEK)
    assert made.current_phase == {"start_date": stripe.now, "end_date": stripe.now + WEEK}
    [planned] = phase["items"]
    assert (planned.price, planned.plan, planned.quantity) == (item.price.id, item.price.id, 1)
    assert now(stripe, subscription.id).schedule == made.id
    again = stripe.post("/v1/subscription_schedules", from_subscription=subscription.id)
    assert again.error.message.endswith(f"already attached to a schedule: `{made.id}`.")


def test_a_schedule_of_a_subscription_takes_nothing_else(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    refused = stripe.post(
        "/v1/subscription_schedules", from_subscription=subscription.id, metadata={"a": "b"}
    )
    assert refused.error.message == "You cannot set `metadata` if `from_subscription` is set."


def test_a_downgrade_takes_effect_as_the_period_ends_and_is_what_is_billed(
    stripe: Stripe,
) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = downgrading(stripe, subscription, priced(stripe, 400))
    assert [phase.end_date - phase.start_date for phase in schedule.phases] == [WEEK, WEEK]
    assert priced_at(now(stripe, subscription.id)) == [1000]
    shown = stripe.post("/v1/invoices/create_preview", subscription=subscription.id)
    assert shown.total == 400
    stripe.advance(seconds=WEEK)
    renewed = now(stripe, subscription.id)
    assert priced_at(renewed) == [400]
    assert [line.amount for line in renewed.latest_invoice.lines.data] == [400]
    assert schedule_of(stripe, schedule.id).current_phase.start_date == stripe.now


def test_a_schedule_begins_a_subscription_at_its_time(stripe: Stripe) -> None:
    price = priced(stripe, 1000)
    made = stripe.post(
        "/v1/subscription_schedules",
        customer=customer_of(stripe),
        start_date=stripe.now + 86_400,
        phases=[{"items": [{"price": price, "quantity": 2}], "end_date": stripe.now + 8 * 86_400}],
    )
    assert (made.status, made.subscription, made.current_phase) == ("not_started", None, None)
    stripe.advance(days=1)
    begun = schedule_of(stripe, made.id)
    assert begun.status == "active"
    subscription = now(stripe, begun.subscription)
    assert (subscription.status, subscription.schedule) == ("active", made.id)
    assert (subscription.latest_invoice.status, subscription.latest_invoice.total) == (
        "draft",
        2000,
    )
    stripe.advance(hours=1)
    assert now(stripe, begun.subscription).latest_invoice.status == "paid"


def test_a_schedule_that_starts_now_has_its_subscription_at_once(stripe: Stripe) -> None:
    made = stripe.post(
        "/v1/subscription_schedules",
        customer=customer_of(stripe),
        start_date="now",
        phases=[{"items": [{"plan": priced(stripe, 1000)}]}],
    )
    assert made.status == "active"
    assert now(stripe, made.subscription).status == "active"


def test_what_the_current_phase_now_says_holds_at_once(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = scheduled(stripe, subscription)
    [current] = schedule.phases
    dearer = {
        "items": [{"price": priced(stripe, 3000)}],
        "start_date": current.start_date,
        "end_date": current.end_date,
    }
    stripe.post(f"/v1/subscription_schedules/{schedule.id}", phases=[dearer])
    assert priced_at(now(stripe, subscription.id)) == [3000]
    waiting = stripe.get("/v1/invoiceitems", customer=subscription.customer).data
    assert sorted(item.amount for item in waiting) == [-1000, 3000]


def test_the_current_phase_neither_begins_anew_nor_has_ended_and_phases_need_a_start(
    stripe: Stripe,
) -> None:
    price = priced(stripe, 1000)
    schedule = scheduled(stripe, subscribed(stripe, price))
    stripe.advance(hours=1)
    url = f"/v1/subscription_schedules/{schedule.id}"
    row = {"items": [{"price": price}], "end_date": stripe.now + WEEK}
    moved = stripe.post(url, phases=[row | {"start_date": "now"}])
    assert moved.error.message == "You can not modify the start date of the current phase."
    over = {"start_date": schedule.phases[0].start_date, "end_date": stripe.now - 60}
    ended = stripe.post(url, phases=[row | over])
    assert ended.refusal == (400, "invalid_request_error", None, None)
    assert ended.error.message == (
        "You can only adjust the end date to a future date for the current phase."
    )
    adrift = stripe.post(url, phases=[row])
    assert "at least one phase with a `start_date`" in adrift.error.message


def test_a_phase_at_another_interval_begins_a_new_cycle(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    downgrading(stripe, subscription, priced(stripe, 9000, "year"))
    stripe.advance(seconds=WEEK)
    renewed = now(stripe, subscription.id)
    [item] = renewed.body["items"]["data"]
    assert item.current_period_start == stripe.now
    assert item.current_period_end - stripe.now in (365 * 86_400, 366 * 86_400)
    assert renewed.latest_invoice.total == 9000


def test_a_refused_phase_names_where_it_stands(stripe: Stripe) -> None:
    refused = stripe.post(
        "/v1/subscription_schedules",
        customer=customer_of(stripe),
        phases=[{"items": [{"price": "price_0"}]}],
    )
    assert refused.refusal[2:] == ("resource_missing", "phases[0][items][0][price]")


def test_a_phase_is_refused_that_no_subscription_could_become(stripe: Stripe) -> None:
    weekly, monthly = priced(stripe, 1000), priced(stripe, 900, interval="month")
    for items, refusal in (
        ([weekly, weekly], "Subscription Items with the same Price: "),
        ([weekly, monthly], "all of its `plans` must have the same `interval`"),
    ):
        made = stripe.post(
            "/v1/subscription_schedules",
            billing_mode={"type": "classic"},
            customer=customer_of(stripe),
            phases=[
                {"items": [{"price": price} for price in each], "duration": {"interval": "month"}}
                for each in ([weekly], items)
            ],
            start_date="now",
        )
        assert refusal in made.error.message


@pytest.mark.parametrize("missing", ["customer", "phases"])
def test_a_schedule_needs_a_customer_and_phases(stripe: Stripe, missing: str) -> None:
    given: Any = {
        "customer": customer_of(stripe),
        "phases": [{"items": [{"price": priced(stripe, 1000)}]}],
    }
    del given[missing]
    refused = stripe.post("/v1/subscription_schedules", **given)
    assert refused.refusal[2:] == ("parameter_missing", missing)


def test_a_schedule_is_told_of_only_if_something_changes(stripe: Stripe) -> None:
    schedule = scheduled(stripe, subscribed(stripe, priced(stripe, 1000)))
    stripe.types()
    for _ in range(2):
        stripe.post(f"/v1/subscription_schedules/{schedule.id}", end_behavior="cancel")
    assert stripe.types().count("subscription_schedule.updated") == 1


def detached(stripe: Stripe, subscription: Any, _: str) -> None:
    stripe.post(f"/v1/payment_methods/{subscription.default_payment_method}/detach")


def withdrawn(stripe: Stripe, _: Any, price: str) -> None:
    stripe.post(f"/v1/prices/{price}", active=False)


def deleted(stripe: Stripe, _: Any, price: str) -> None:
    assert stripe.delete(f"/v1/plans/{price}").deleted
    assert stripe.delete("/v1/coupons/LESS").deleted


@pytest.mark.parametrize("spoil", [detached, withdrawn, deleted])
def test_a_phase_begins_whatever_has_become_of_what_it_names(
    stripe: Stripe, spoil: Callable[[Stripe, Any, str], None]
) -> None:
    stripe.post("/v1/coupons", id="LESS", percent_off=50, duration="forever")
    customer, cheaper = customer_of(stripe), priced(stripe, 400)
    card = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=customer).id
    subscription = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": priced(stripe, 1000)}],
        default_payment_method=card,
    )
    [phase] = scheduled(stripe, subscription).phases
    now_sold = {"price": phase["items"][0]["price"], "quantity": 1}
    stripe.at_version("2024-06-20").post(
        f"/v1/subscription_schedules/{now(stripe, subscription.id).schedule}",
        phases=[
            {"start_date": phase.start_date, "end_date": phase.end_date, "items": [now_sold]},
            {"items": [{"price": cheaper}], "iterations": 2, "discounts": [{"coupon": "LESS"}]},
        ],
    )
    spoil(stripe, subscription, cheaper)
    stripe.advance(seconds=WEEK)
    renewed = now(stripe, subscription.id)
    assert (renewed.status, priced_at(renewed)) == ("active", [400])
    assert renewed.latest_invoice.total == (400 if spoil is deleted else 200)


@pytest.mark.parametrize(
    "phase",
    [
        {"collection_method": "send_invoice"},
        {"trial_end": NOW + WEEK // 2},
        {"discounts": [{"promotion_code": "promo_first"}]},
    ],
    ids=["sent", "tried", "for the first time"],
)
def test_a_phase_begins_without_what_cannot_be_by_then(
    stripe: Stripe, phase: dict[str, Any]
) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=50, duration="once").id
    code = stripe.post(
        "/v1/promotion_codes",
        promotion={"type": "coupon", "coupon": coupon},
        restrictions={"first_time_transaction": True},
    ).id
    if "discounts" in phase:
        phase["discounts"] = [{"promotion_code": code}]
    customer, price = stripe.post("/v1/customers", source="tok_visa").id, priced(stripe, 1000)
    schedule = stripe.post(
        "/v1/subscription_schedules",
        customer=customer,
        phases=[{"items": [{"price": price}], "duration": {"interval": "month"}, **phase}],
        start_date=stripe.now + WEEK,
    )
    stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}])
    stripe.advance(seconds=WEEK)
    begun = stripe.get(f"/v1/subscription_schedules/{schedule.id}", expand=["subscription"])
    assert begun.subscription.status == "active"
    invoice = stripe.get(f"/v1/invoices/{begun.subscription.latest_invoice}")
    assert invoice.total == 1000


def test_all_phases_are_in_one_currency(stripe: Stripe) -> None:
    euros = stripe.post(
        "/v1/prices", currency="eur", unit_amount=400, recurring={"interval": "week"},
        product_data={"name": "Abroad"},
    ).id  # fmt: skip
    phases = [{"items": [{"price": price}]} for price in (priced(stripe, 400), euros)]
    refused = stripe.post(
        "/v1/subscription_schedules",
        customer=customer_of(stripe),
        start_date="now",
        phases=phases,
    )
    assert refused.refusal == (400, "invalid_request_error", None, "phases[1][items][0][price]")


def test_a_phase_that_is_paid_at_another_interval_tells_of_its_new_anchor(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    downgrading(stripe, subscription, priced(stripe, 9000, "month"))
    stripe.told()
    stripe.advance(seconds=WEEK)
    told = [event for event in stripe.told() if event.type == "customer.subscription.updated"]
    anchors = [
        event.data.previous_attributes.get("billing_cycle_anchor")
        for event in told
        if event.data.object.billing_cycle_anchor == stripe.now
    ]
    assert subscription.billing_cycle_anchor in anchors


def test_until_basil_a_phase_names_its_coupon(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="forever").id
    asked: dict[str, Any] = {"customer": customer_of(stripe), "start_date": "now"}
    phase = {"items": [{"price": priced(stripe, 1000)}], "iterations": 1, "coupon": coupon}
    old = stripe.at_version("2022-11-15")
    made = old.post("/v1/subscription_schedules", **asked, phases=[phase])
    assert [each.coupon for each in made.phases] == [coupon]
    subscription = stripe.get(f"/v1/subscriptions/{made.subscription}", expand=["discounts"])
    assert [each.source.coupon for each in subscription.discounts] == [coupon]
    [today] = schedule_of(stripe, made.id).phases
    assert "coupon" not in today
    assert today.discounts == [{"coupon": coupon, "discount": None, "promotion_code": None}]
    missing = old.post("/v1/subscription_schedules", **asked, phases=[phase | {"coupon": "none"}])
    assert missing.error.message == "No such coupon: 'none'"
    assert missing.error.param == "phases[0][coupon]"
    refused = stripe.post("/v1/subscription_schedules", **asked, phases=[phase])
    assert refused.error.message.endswith("phases[0][coupon]")


def test_until_august_2020_the_items_of_a_phase_were_plans(stripe: Stripe) -> None:
    old = stripe.at_version("2020-03-02")
    price = priced(stripe, 1000)
    phase = {"plans": [{"plan": price, "quantity": 2}], "iterations": 1, "prorate": False}
    made = old.post(
        "/v1/subscription_schedules", customer=customer_of(stripe), start_date="now", phases=[phase]
    )
    [shown] = made.phases
    assert [(each.plan, each.quantity) for each in shown.plans] == [(price, 2)]
    assert (shown.prorate, shown.proration_behavior, shown.tax_percent) == (False, "none", None)
    assert "items" not in shown
