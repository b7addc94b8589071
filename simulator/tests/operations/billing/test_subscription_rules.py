"""What a Subscription cannot be asked for.

Source: API reference, "Create a subscription", "Update a subscription".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscriptions import new_price, subscribe

INVALID = "invalid_request_error"


@pytest.fixture
def price(stripe: Stripe) -> str:
    return new_price(stripe)


@pytest.mark.parametrize(
    ("asked", "code", "param"),
    [
        ({"trial_period_days": -1}, "parameter_invalid_integer", "trial_period_days"),
        ({"trial_period_days": 731}, None, "trial_period_days"),
        ({"trial_end": 5}, None, "trial_end"),
        ({"trial_end": 1_900_000_000, "trial_period_days": 7}, "parameters_exclusive", "trial_end"),
        ({"trial_end": 1_990_000_000}, None, "trial_end"),
        ({"cancel_at": 5}, None, "cancel_at"),
        ({"application_fee_percent": 101}, None, "application_fee_percent"),
        ({"default_payment_method": "pm_x"}, "resource_missing", "default_payment_method"),
        ({"default_source": "card_x"}, "resource_missing", "default_source"),
        (
            {"transfer_data": {"destination": "acct_x"}},
            "resource_missing",
            "transfer_data[destination]",
        ),
    ],
)
def test_what_no_subscription_has_is_refused_when_it_begins_and_when_it_is_changed(
    stripe: Stripe, price: str, asked: dict[str, Any], code: str | None, param: str
) -> None:
    assert subscribe(stripe, price, **asked).refusal == (400, INVALID, code, param)
    path = f"/v1/subscriptions/{subscribe(stripe, price).id}"
    if "trial_period_days" not in asked:  # not a parameter of an update
        assert stripe.post(path, **asked).refusal == (400, INVALID, code, param)


def test_a_quantity_is_not_negative(stripe: Stripe, price: str) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    wrong = "parameter_invalid_integer"
    refused = stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price, "quantity": -1}]
    )
    assert refused.refusal == (400, INVALID, wrong, "items[0][quantity]")
    item = subscribe(stripe, price).body["items"]["data"][0]["id"]
    refused = stripe.post(f"/v1/subscription_items/{item}", quantity=-1)
    assert refused.refusal == (400, INVALID, wrong, "quantity")


def test_there_are_at_most_twenty_items(stripe: Stripe) -> None:
    prices = [new_price(stripe, unit_amount=100 + n) for n in range(21)]
    customer = stripe.post("/v1/customers", source="tok_visa").id
    rows = [{"price": price} for price in prices]
    refused = stripe.post("/v1/subscriptions", customer=customer, items=rows)
    assert refused.error.message == "Array items exceeded maximum 20 allowed elements."
    full = stripe.post("/v1/subscriptions", customer=customer, items=rows[:20])
    refused = stripe.post(f"/v1/subscriptions/{full.id}", items=rows[20:])
    assert refused.error.message == "Array items exceeded maximum 20 allowed elements."


def test_a_price_is_subscribed_to_once(stripe: Stripe, price: str) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    twice = [{"price": price}, {"price": price}]
    refused = stripe.post("/v1/subscriptions", customer=customer, items=twice)
    assert refused.error.param == "plan"
    assert refused.error.message == (
        "Cannot create a Subscription with multiple Subscription Items with the same Price:"
        f" {price}"
    )
    assert stripe.get("/v1/subscriptions", customer=customer).data == []
    subscription = subscribe(stripe, price)
    [item] = subscription.body["items"].data
    refused = stripe.post("/v1/subscription_items", subscription=subscription.id, price=price)
    assert refused.error.param == "plan"
    assert refused.error.message.startswith(
        f"A new item with Price {price} can't be added to this Subscription because an existing"
        f" Subscription Item {item.id} is already using that Price."
    )


def test_a_price_that_is_sold_no_more_or_in_another_currency_is_refused(
    stripe: Stripe, price: str
) -> None:
    in_euro = new_price(stripe, currency="eur")
    customer = stripe.post("/v1/customers", source="tok_visa").id
    refused = stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price}, {"price": in_euro}]
    )
    assert refused.error.param == "items[1][price]"
    assert refused.error.message.startswith(
        "This `price` has `currency=eur`, but other items use `currency=usd`. All items must have"
    )
    subscription = subscribe(stripe, price)
    refused = stripe.post("/v1/subscription_items", subscription=subscription.id, price=in_euro)
    assert refused.error.param == "price"
    stripe.post(f"/v1/prices/{price}", active=False)
    refused = subscribe(stripe, price)
    assert refused.error.message.startswith("The price specified is inactive.")
    again = stripe.post(f"/v1/subscriptions/{subscription.id}", metadata={"still": "there"})
    assert again.http == 200


def test_what_it_is_paid_with_must_be_the_customers(stripe: Stripe, price: str) -> None:
    refused = subscribe(stripe, price, default_payment_method="pm_card_visa")
    assert refused.error.message == (
        "The customer does not have a payment method with the ID pm_card_visa. The payment method"
        " must be attached to the customer."
    )
    assert refused.error.param == "default_payment_method"
    subscription = subscribe(stripe, price)
    somebody = stripe.post("/v1/customers").id
    other = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=somebody).id
    path = f"/v1/subscriptions/{subscription.id}"
    assert stripe.post(path, default_payment_method=other).http == 400
    own = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=subscription.customer).id
    changed = stripe.post(path, default_payment_method=own, expand=["default_payment_method"])
    assert changed.default_payment_method.id == own


def test_an_update_leaves_at_least_one_item(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price)
    path = f"/v1/subscriptions/{subscription.id}"
    item = subscription.body["items"]["data"][0]["id"]
    refused = stripe.post(path, items=[{"id": item, "deleted": True}])
    assert refused.http == 400
    assert refused.error.message.startswith("A subscription must have at least one active plan")
    assert stripe.post(path, cancel_at_period_end=True).http == 200


def test_what_is_over_can_only_be_described(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price)
    path = f"/v1/subscriptions/{subscription.id}"
    stripe.delete(path)
    refused = stripe.post(path, cancel_at_period_end=True)
    assert refused.refusal == (400, INVALID, "invalid_canceled_subscription_fields", None)
    item = subscription.body["items"]["data"][0]["id"]
    assert stripe.post(f"/v1/subscription_items/{item}", quantity=2).http == 400
    told = stripe.post(
        path, metadata={"why": "moved"}, cancellation_details={"feedback": "too_expensive"}
    )
    assert (told.metadata.why, told.cancellation_details.feedback) == ("moved", "too_expensive")
    assert told.cancellation_details.reason == "cancellation_requested"


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [({"interval": "year"}, "interval"), ({"interval_count": 3}, "interval_count")],
)
def test_what_is_billed_classically_falls_due_together(
    stripe: Stripe, price: str, rhythm: dict[str, Any], field: str
) -> None:
    other = new_price(stripe, recurring={"interval": "month"} | rhythm)
    classic: dict[str, Any] = {"billing_mode": {"type": "classic"}}
    subscription = subscribe(stripe, price, **classic)
    items = [{"price": price}, {"price": other}]
    for refused in (
        stripe.post("/v1/subscriptions", customer=subscription.customer, items=items, **classic),
        stripe.post(f"/v1/subscriptions/{subscription.id}", items=[{"price": other}]),
        stripe.post("/v1/subscription_items", subscription=subscription.id, price=other),
    ):
        assert refused.refusal == (400, INVALID, None, None)
        assert refused.error.message.endswith(f"Found mismatch in {field} field.")
    item = subscription.body["items"]["data"][0]["id"]
    moved = stripe.post(
        f"/v1/subscriptions/{subscription.id}", items=[{"id": item, "price": other}]
    )
    assert moved.plan.id == other, "the only one may change its interval"


def test_what_is_billed_flexibly_may_fall_due_at_different_times(
    stripe: Stripe, price: str
) -> None:
    yearly = new_price(stripe, recurring={"interval": "year"})
    subscription = subscribe(stripe, price, billing_mode={"type": "flexible"})
    stripe.post("/v1/subscription_items", subscription=subscription.id, price=yearly)
    items = stripe.get("/v1/subscription_items", subscription=subscription.id).data
    assert len({item.current_period_end for item in items}) == 2


@pytest.mark.parametrize(
    ("asked", "param", "sentence"),
    [
        (
            {"payment_behavior": "pending_if_incomplete"},
            "payment_behavior",
            (
                "Setting `payment_behavior` to `pending_if_incomplete` has no effect when creating"
                " a subscription."
            ),
        ),
        (
            {"trial_from_plan": True, "trial_period_days": 3},
            None,
            "You cannot set `trial_end` or `trial_period_days` when `trial_from_plan=true`.",
        ),
        (
            {"days_until_due": 5},
            None,
            "You can only specify 'days_until_due' if invoice collection method is 'send_invoice'.",
        ),
        (
            {"collection_method": "send_invoice"},
            None,
            "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
        ),
        (
            {"trial_end": 1000},
            "trial_end",
            (
                "The parameter `trial_end` expects a unix timestamp representing a date and time in"
                " the future. You specified the value `1000` which is in the past."
            ),
        ),
    ],
)
def test_a_new_one_is_not_asked_for_what_has_no_sense(
    stripe: Stripe, price: str, asked: dict[str, Any], param: str | None, sentence: str
) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa", email="jo@example.org").id
    refused = stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}], **asked)
    assert refused.refusal == (400, INVALID, None, param)
    assert refused.error.message == sentence


def test_a_customer_that_there_is_not_is_not_found(stripe: Stripe, price: str) -> None:
    refused = stripe.post("/v1/subscriptions", customer="cus_none", items=[{"price": price}])
    assert refused.refusal == (404, INVALID, "resource_missing", "customer")


def test_one_that_is_charged_has_no_days_to_be_paid_in(stripe: Stripe, price: str) -> None:
    path = f"/v1/subscriptions/{subscribe(stripe, price).id}"
    assert stripe.post(path, days_until_due=5).http == 400
    assert stripe.post(path, collection_method="send_invoice").http == 400


def test_one_that_is_incomplete_takes_only_what_costs_nothing(stripe: Stripe, price: str) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    begun = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price}],
        payment_behavior="default_incomplete",
    )
    path, [item] = f"/v1/subscriptions/{begun.id}", begun.body["items"].data
    refused = stripe.post(path, items=[{"id": item.id, "quantity": 2}])
    assert refused.error.message.startswith(
        "You cannot update a subscription in `incomplete` status in a way that results in a new"
    )
    assert stripe.post(path, description="Soon", metadata={"k": "v"}).description == "Soon"
    assert stripe.post(path, items=[{"id": item.id, "metadata": {"k": "v"}}]).http == 200


def test_a_trial_does_not_end_where_nothing_can_pay(stripe: Stripe, price: str) -> None:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    trial = stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price}], trial_period_days=9
    )
    refused = stripe.post(f"/v1/subscriptions/{trial.id}", trial_end="now")
    assert refused.refusal == (400, INVALID, "resource_missing", None)
    assert refused.error.message.startswith("This customer has no attached payment source")
    assert stripe.get(f"/v1/subscriptions/{trial.id}").status == "trialing"


def test_only_what_paused_is_resumed(stripe: Stripe, price: str) -> None:
    path = f"/v1/subscriptions/{subscribe(stripe, price).id}"
    assert stripe.post(f"{path}/resume").error.message == (
        "You can only resume a subscription if it is `paused`."
    )
    stripe.delete(path)
    assert stripe.post(f"{path}/resume").refusal == (404, INVALID, "resource_missing", "id")


def test_what_must_be_paid_at_once_says_how_else_it_could_be(stripe: Stripe, price: str) -> None:
    customer = stripe.post("/v1/customers", payment_method="pm_card_threeDSecure2Required").id
    [method] = stripe.get("/v1/payment_methods", customer=customer, type="card").data
    refused = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price}],
        default_payment_method=method.id,
        payment_behavior="error_if_incomplete",
    )
    assert (refused.http, refused.error.type) == (402, "card_error")
    assert "the requested payment behavior doesn't save the invoice" in refused.error.message
