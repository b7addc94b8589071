"""How Subscription Schedules end: by themselves, and with what they are for.

Source: API reference, "Subscription Schedules"; Stripe docs, "Subscription schedules".
"""

from simulator.tests.calls import Stripe
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


def test_once_its_last_phase_is_over_a_schedule_lets_its_subscription_go(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = downgrading(stripe, subscription, priced(stripe, 400))
    stripe.types()
    stripe.advance(seconds=2 * WEEK)
    over = schedule_of(stripe, schedule.id)
    assert (over.status, over.released_subscription) == ("released", subscription.id)
    assert (over.subscription, over.current_phase, over.released_at) == (None, None, stripe.now)
    going_on = now(stripe, subscription.id)
    assert (going_on.status, going_on.schedule) == ("active", None)
    assert going_on.latest_invoice.total == 400
    assert "subscription_schedule.released" in stripe.types()


def test_a_schedule_may_end_its_subscription(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    cheaper = priced(stripe, 400)
    schedule = downgrading(stripe, subscription, cheaper, end_behavior="cancel")
    assert now(stripe, subscription.id).cancel_at == stripe.now + 2 * WEEK
    stripe.advance(seconds=2 * WEEK)
    over = schedule_of(stripe, schedule.id)
    assert (over.status, over.completed_at) == ("completed", stripe.now)
    assert now(stripe, subscription.id).status == "canceled"


def test_whom_a_schedule_would_have_ended_goes_on_once_released(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = downgrading(stripe, subscription, priced(stripe, 400), end_behavior="cancel")
    released = stripe.post(f"/v1/subscription_schedules/{schedule.id}/release")
    assert (released.status, released.released_subscription) == ("released", subscription.id)
    freed = now(stripe, subscription.id)
    assert (freed.schedule, freed.cancel_at, priced_at(freed)) == (None, None, [1000])
    again = stripe.post(f"/v1/subscription_schedules/{schedule.id}/release")
    assert again.error.message.startswith(
        "You cannot release a subscription schedule that is currently in the `released` status."
    )


def test_a_schedule_is_canceled_with_its_subscription(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = scheduled(stripe, subscription)
    canceled = stripe.post(f"/v1/subscription_schedules/{schedule.id}/cancel")
    assert (canceled.status, canceled.canceled_at) == ("canceled", stripe.now)
    assert now(stripe, subscription.id).status == "canceled"


def test_a_subscription_that_is_canceled_takes_its_schedule_with_it(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = scheduled(stripe, subscription)
    stripe.delete(f"/v1/subscriptions/{subscription.id}")
    assert schedule_of(stripe, schedule.id).status == "canceled"


def test_a_schedule_alone_decides_when_its_subscription_ends(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    schedule = scheduled(stripe, subscription)
    refused = stripe.post(f"/v1/subscriptions/{subscription.id}", cancel_at_period_end=True)
    assert refused.http == 400
    assert f"managed by the subscription schedule `{schedule.id}`" in refused.error.message


def test_what_is_scheduled_for_a_subscription_that_nobody_pays_for_is_canceled_with_it(
    stripe: Stripe,
) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000))
    made = scheduled(stripe, subscription)
    [current] = made.phases
    stays = [{"price": current["items"][0]["price"], "quantity": 1}]
    bounds = {"start_date": current.start_date, "end_date": current.start_date + 8 * WEEK}
    schedule = stripe.at_version("2024-06-20").post(
        f"/v1/subscription_schedules/{made.id}",
        phases=[
            {**bounds, "items": stays},
            {"items": [{"price": priced(stripe, 400)}], "iterations": 1},
        ],
    )
    attached = stripe.post(
        "/v1/payment_methods/pm_card_chargeCustomerFail/attach", customer=subscription.customer
    )
    stripe.post(
        f"/v1/customers/{subscription.customer}",
        invoice_settings={"default_payment_method": attached.id},
    )
    stripe.advance(seconds=5 * WEEK)
    assert now(stripe, subscription.id).status == "canceled"
    assert schedule_of(stripe, schedule.id).status == "canceled"
    stripe.advance(seconds=5 * WEEK)
    assert priced_at(now(stripe, subscription.id)) == [1000]


def test_what_was_to_begin_for_a_customer_who_is_deleted_is_canceled(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    schedule = stripe.post(
        "/v1/subscription_schedules",
        customer=customer,
        start_date=stripe.now + WEEK,
        phases=[{"items": [{"price": priced(stripe, 400)}]}],
    )
    stripe.delete(f"/v1/customers/{customer}")
    assert schedule_of(stripe, schedule.id).status == "canceled"
    stripe.advance(seconds=2 * WEEK)
    assert stripe.get("/v1/subscriptions", status="all").data == []


def test_seven_days_before_it_expires_a_schedule_is_told_of(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000, "month"))
    made = scheduled(stripe, subscription)
    [phase] = made.phases
    stripe.told()
    stripe.advance(seconds=phase.end_date - stripe.now - WEEK - 1)
    assert "subscription_schedule.expiring" not in stripe.types()
    stripe.advance(seconds=1)
    told = [event for event in stripe.told() if event.type == "subscription_schedule.expiring"]
    assert [event.data.object.id for event in told] == [made.id]


def test_a_schedule_that_has_let_go_does_not_expire(stripe: Stripe) -> None:
    subscription = subscribed(stripe, priced(stripe, 1000, "month"))
    stripe.post(f"/v1/subscription_schedules/{scheduled(stripe, subscription).id}/release")
    stripe.told()
    stripe.advance(days=40)
    assert "subscription_schedule.expiring" not in stripe.types()
