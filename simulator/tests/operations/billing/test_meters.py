"""Meters: what their events add up to, and what a Subscription is billed for it.

Source: Stripe docs, "Usage-based billing"; API reference, "Billing Meters", "Meter Events".
"""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

DAY = 86_400


def metered(stripe: Stripe, *, formula: str = "sum", **price: Any) -> tuple[Any, Any]:
    """A meter, and a Customer who pays weekly for what it counts."""
    meter = stripe.post(
        "/v1/billing/meters",
        display_name="Calls",
        event_name="calls",
        default_aggregation={"formula": formula},
    )
    product = stripe.post("/v1/products", name="Calls")
    made = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        **(price or {"unit_amount": 10}),
        recurring={"interval": "week", "usage_type": "metered", "meter": meter.id},
    )
    customer = stripe.post("/v1/customers", email="jo@example.org", source="tok_visa")
    return meter, stripe.post("/v1/subscriptions", customer=customer.id, items=[{"price": made.id}])


def use(stripe: Stripe, customer: str, value: object, **more: Any) -> Reply:
    payload = {"stripe_customer_id": customer, "value": value}
    return stripe.post(
        "/v1/billing/meter_events", **({"event_name": "calls", "payload": payload} | more)
    )


def period_passes(stripe: Stripe, subscription: Any, **more: Any) -> Any:
    """The period is over; the Subscription with its invoice."""
    shown = stripe.get(f"/v1/subscriptions/{subscription.id}")
    ends = shown.body["items"]["data"][0]["current_period_end"]
    stripe.advance(seconds=ends - stripe.now)
    return stripe.get(f"/v1/subscriptions/{subscription.id}", expand=["latest_invoice"], **more)


def test_a_meter_knows_who_and_how_many_by_default(stripe: Stripe) -> None:
    meter, _ = metered(stripe)
    assert meter.customer_mapping == {"event_payload_key": "stripe_customer_id", "type": "by_id"}
    assert meter.value_settings == {"event_payload_key": "value"}
    off = stripe.post(f"/v1/billing/meters/{meter.id}/deactivate")
    assert (off.status, off.status_transitions.deactivated_at) == ("inactive", stripe.now)
    assert [each.id for each in stripe.get("/v1/billing/meters", status="active").data] == []
    on = stripe.post(f"/v1/billing/meters/{meter.id}/reactivate")
    assert (on.status, on.status_transitions.deactivated_at) == ("active", None)


def test_a_meter_that_is_called_as_before_is_not_told_of(stripe: Stripe) -> None:
    meter, _ = metered(stripe)
    stripe.advance(hours=1)
    stripe.types()
    same = stripe.post(f"/v1/billing/meters/{meter.id}", display_name=meter.display_name)
    assert (same.updated, stripe.types()) == (meter.updated, [])
    other = stripe.post(f"/v1/billing/meters/{meter.id}", display_name="Uses")
    assert (other.updated, stripe.types()) == (stripe.now, ["billing.meter.updated"])


def test_events_have_one_active_meter(stripe: Stripe) -> None:
    meter, _ = metered(stripe)
    told = {"display_name": "Calls", "default_aggregation": {"formula": "sum"}}
    refused = stripe.post("/v1/billing/meters", event_name="calls", **told)
    assert refused.error.message == (
        "An active meter already exists for event name 'calls'. To create a new meter with the"
        " same event name, first deactivate the currently active meter."
    )
    stripe.post(f"/v1/billing/meters/{meter.id}/deactivate")
    assert stripe.post("/v1/billing/meters", event_name="calls", **told).status == "active"
    assert stripe.post(f"/v1/billing/meters/{meter.id}/reactivate").http == 400


def test_what_was_used_is_billed_when_its_period_is_over(stripe: Stripe) -> None:
    _, subscription = metered(stripe)
    began = stripe.now
    use(stripe, subscription.customer, 3)
    use(stripe, subscription.customer, 4)
    renewed = period_passes(stripe, subscription)
    [line] = renewed.latest_invoice.lines.data
    assert (line.quantity, line.amount) == (7, 70)
    assert line.description == "7 × Calls (at $0.10 / week)"
    assert (line.period.start, line.period.end) == (began, stripe.now)
    use(stripe, subscription.customer, 1)
    stripe.advance(hours=1)
    invoice = stripe.get(f"/v1/invoices/{renewed.latest_invoice.id}")
    assert (invoice.status, invoice.amount_paid) == ("paid", 70)
    assert period_passes(stripe, subscription).latest_invoice.total == 10


def test_a_preview_shows_what_was_used_until_now(stripe: Stripe) -> None:
    _, subscription = metered(stripe)
    use(stripe, subscription.customer, 7)
    shown = stripe.post("/v1/invoices/create_preview", subscription=subscription.id)
    assert shown.total == 70


@pytest.mark.parametrize(("formula", "total"), [("sum", 90), ("count", 20), ("last", 40)])
def test_events_add_up_by_the_meters_formula(stripe: Stripe, formula: str, total: int) -> None:
    _, subscription = metered(stripe, formula=formula)
    use(stripe, subscription.customer, 5)
    use(stripe, subscription.customer, 4)
    assert period_passes(stripe, subscription).latest_invoice.total == total


def test_tiers_are_counted_over_what_was_used_and_their_fee_falls_due_with_it(
    stripe: Stripe,
) -> None:
    tiers = [
        {"up_to": 5, "unit_amount": 0, "flat_amount": 900},
        {"up_to": "inf", "unit_amount": 20},
    ]
    price: Any = {"billing_scheme": "tiered", "tiers_mode": "graduated"}
    _, subscription = metered(stripe, **price, tiers=tiers)
    use(stripe, subscription.customer, 7)
    assert period_passes(stripe, subscription).latest_invoice.total == 940


def test_nobody_elses_use_is_counted_nor_what_was_taken_back(stripe: Stripe) -> None:
    _, subscription = metered(stripe)
    other = stripe.post("/v1/customers").id
    use(stripe, other, 100)
    use(stripe, subscription.customer, 50, identifier="wrong")
    use(stripe, subscription.customer, 2)
    taken = stripe.post(
        "/v1/billing/meter_event_adjustments",
        event_name="calls", type="cancel", cancel={"identifier": "wrong"},
    )  # fmt: skip
    assert (taken.status, taken.cancel.identifier) == ("complete", "wrong")
    assert period_passes(stripe, subscription).latest_invoice.total == 20


def test_summaries_add_up_a_span_or_each_day_of_it(stripe: Stripe) -> None:
    meter, subscription = metered(stripe)
    midnight = stripe.now - stripe.now % DAY
    for day, value in ((1, 2), (1, 3), (3, 4)):
        use(stripe, subscription.customer, value, timestamp=midnight - day * DAY)
    url = f"/v1/billing/meters/{meter.id}/event_summaries"
    span = {"start_time": midnight - 4 * DAY, "end_time": midnight}
    [whole] = stripe.get(url, customer=subscription.customer, **span).data
    assert (whole.aggregated_value, whole.meter) == (9, meter.id)
    daily = stripe.get(
        url, customer=subscription.customer, value_grouping_window="day", **span
    ).data
    assert [(each.start_time, each.aggregated_value) for each in daily] == [
        (midnight - DAY, 5),
        (midnight - 3 * DAY, 4),
    ]
    askew = span | {"start_time": span["start_time"] + 1}
    refused = stripe.get(url, customer=subscription.customer, **askew)
    assert refused.refusal[3] == "start_time"


def test_an_event_must_have_a_meter_an_identifier_of_its_own_and_a_near_time(
    stripe: Stripe,
) -> None:
    meter, subscription = metered(stripe)
    customer = subscription.customer
    unknown = use(stripe, customer, 1, event_name="else")
    assert unknown.http == 400
    assert unknown.error.message == 'No active meter found for event name "else".'
    assert use(stripe, customer, 1, identifier="one").http == 200
    again = use(stripe, customer, 1, identifier="one")
    assert again.error.message == "An event already exists with identifier one."
    late = use(stripe, customer, 1, timestamp=stripe.now - 36 * DAY)
    assert late.error.message.startswith("The event timestamp cannot be more than 35 days in past.")
    assert use(stripe, customer, 1, timestamp=stripe.now + 301).http == 400
    stripe.post(f"/v1/billing/meters/{meter.id}/deactivate")
    assert use(stripe, customer, 1).http == 400


def test_what_was_used_is_billed_when_the_subscription_ends(stripe: Stripe) -> None:
    _, subscription = metered(stripe)
    use(stripe, subscription.customer, 7)
    url = f"/v1/subscriptions/{subscription.id}"
    stripe.post(url, cancel_at_period_end=True)
    ended = period_passes(stripe, subscription)
    assert (ended.status, ended.latest_invoice.total) == ("canceled", 70)
    stripe.advance(hours=1)
    assert stripe.get(f"/v1/invoices/{ended.latest_invoice.id}").status == "paid"


@pytest.mark.parametrize(("invoice_now", "total"), [(True, 70), (False, 0)])
def test_what_was_used_is_billed_at_once_where_that_is_asked_for(
    stripe: Stripe, invoice_now: bool, total: int
) -> None:
    _, subscription = metered(stripe)
    stripe.advance(days=1)
    use(stripe, subscription.customer, 7, timestamp=stripe.now - 60)
    ended = stripe.delete(
        f"/v1/subscriptions/{subscription.id}", invoice_now=invoice_now, expand=["latest_invoice"]
    )
    assert (ended.status, ended.latest_invoice.total) == ("canceled", total)


def test_what_was_used_on_trial_is_not_billed(stripe: Stripe) -> None:
    _, subscription = metered(stripe)
    on_trial = stripe.post(
        "/v1/subscriptions",
        customer=subscription.customer,
        items=[{"price": subscription.body["items"]["data"][0]["price"]["id"]}],
        trial_period_days=3,
    )
    use(stripe, subscription.customer, 7)
    assert period_passes(stripe, on_trial).latest_invoice.total == 0


def test_a_price_needs_a_meter_that_there_is(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Calls").id
    refused = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=1,
        recurring={"interval": "month", "usage_type": "metered", "meter": "mtr_0"},
    )  # fmt: skip
    assert refused.refusal == (
        400, "invalid_request_error", "resource_missing", "recurring[meter]",
    )  # fmt: skip
