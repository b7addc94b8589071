"""Usage as it was told until basil: records of an item, and their summaries.

Source: API reference of 2024, "Usage Records".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

BEFORE_METERS = {"Stripe-Version": "2020-08-27"}


def metered(stripe: Stripe, **recurring: Any) -> Any:
    """A Subscription to what is metered, weekly, at 10 cents each."""
    product = stripe.post("/v1/products", name="Calls")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=10,
        recurring={"interval": "week", "usage_type": "metered"} | recurring,
        headers=BEFORE_METERS,
    )
    customer = stripe.post("/v1/customers", email="jo@example.org", source="tok_visa")
    return stripe.post("/v1/subscriptions", customer=customer.id, items=[{"price": price.id}])


def item_of(subscription: Any) -> Any:
    return subscription.body["items"]["data"][0]


def use(stripe: Stripe, item: str, quantity: int, **more: Any) -> Any:
    return stripe.post(
        f"/v1/subscription_items/{item}/usage_records",
        quantity=quantity, headers=BEFORE_METERS, **more,
    )  # fmt: skip


def summaries(stripe: Stripe, item: str) -> Any:
    url = f"/v1/subscription_items/{item}/usage_record_summaries"
    return stripe.get(url, headers=BEFORE_METERS).data


def period_passes(stripe: Stripe, subscription: Any) -> Any:
    stripe.advance(seconds=item_of(subscription).current_period_end - stripe.now)
    return stripe.get(f"/v1/subscriptions/{subscription.id}", expand=["latest_invoice"])


def test_what_was_recorded_is_billed_when_its_period_is_over(stripe: Stripe) -> None:
    subscription = metered(stripe)
    item = item_of(subscription).id
    record = use(stripe, item, 5)
    assert (record.object, record.subscription_item) == ("usage_record", item)
    assert record.timestamp == stripe.now
    stripe.advance(days=1)
    use(stripe, item, 2, timestamp=stripe.now - 60)
    [current] = summaries(stripe, item)
    assert (current.total_usage, current.invoice) == (7, None)
    renewed = period_passes(stripe, subscription)
    [line] = renewed.latest_invoice.lines.data
    assert (line.quantity, line.amount) == (7, 70)
    current, over = summaries(stripe, item)
    assert (current.total_usage, current.invoice) == (0, None)
    assert (over.total_usage, over.invoice) == (7, renewed.latest_invoice.id)


def test_what_is_told_again_of_a_moment_is_added_or_takes_its_place(stripe: Stripe) -> None:
    item = item_of(metered(stripe)).id
    use(stripe, item, 5, timestamp="now", action="increment")
    assert use(stripe, item, 2).quantity == 7
    assert use(stripe, item, 4, action="set").quantity == 4
    stripe.advance(seconds=1)
    use(stripe, item, 3, action="set")
    assert [each.total_usage for each in summaries(stripe, item)] == [7]


@pytest.mark.parametrize(
    ("aggregate", "total"), [("sum", 80), ("max", 50), ("last_during_period", 30)]
)
def test_records_add_up_as_the_price_says(stripe: Stripe, aggregate: str, total: int) -> None:
    subscription = metered(stripe, aggregate_usage=aggregate)
    for quantity in (5, 3):
        use(stripe, item_of(subscription).id, quantity)
        stripe.advance(seconds=1)
    assert period_passes(stripe, subscription).latest_invoice.total == total


def test_the_last_record_of_all_is_billed_again_where_the_price_says_so(stripe: Stripe) -> None:
    subscription = metered(stripe, aggregate_usage="last_ever")
    use(stripe, item_of(subscription).id, 5)
    renewed = period_passes(stripe, subscription)
    assert period_passes(stripe, renewed).latest_invoice.total == 50


def test_no_record_is_taken_of_what_was_billed_already(stripe: Stripe) -> None:
    subscription = metered(stripe)
    item = item_of(subscription)
    refused = use(stripe, item.id, 1, timestamp=item.current_period_start - 1)
    assert refused.refusal == (400, "invalid_request_error", None, "timestamp")
    stripe.delete(f"/v1/subscriptions/{subscription.id}")
    ended = use(stripe, item.id, 1)
    assert ended.error.message.endswith("the subscription has been canceled.")


def test_no_record_is_taken_of_what_a_meter_counts_or_of_a_quantity(stripe: Stripe) -> None:
    meter = stripe.post(
        "/v1/billing/meters", display_name="Calls", event_name="calls",
        default_aggregation={"formula": "sum"},
    )  # fmt: skip
    item = item_of(metered(stripe, meter=meter.id)).id
    assert "Call /v1/billing/meter_events instead." in use(stripe, item, 1).error.message
    licensed = item_of(metered(stripe, usage_type="licensed")).id
    assert use(stripe, licensed, 1).http == 400


def test_since_basil_there_are_no_usage_records(stripe: Stripe) -> None:
    url = f"/v1/subscription_items/{item_of(metered(stripe)).id}"
    told = stripe.post(f"{url}/usage_records", quantity=1)
    assert (told.http, told.error.message[:24]) == (404, "Unrecognized request URL")
    assert stripe.get(f"{url}/usage_record_summaries").http == 404
