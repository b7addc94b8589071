"""What the next invoice would be. Source: API reference, "Create a preview invoice"."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

BEFORE_BASIL = "2024-06-20"


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", source="tok_visa").id)


def monthly(stripe: Stripe, amount: int = 1000) -> str:
    product = stripe.post("/v1/products", name="Magazine")
    return str(
        stripe.post(
            "/v1/prices", product=product.id, currency="usd", unit_amount=amount,
            recurring={"interval": "month"},
        ).id
    )  # fmt: skip


def subscribed(stripe: Stripe, customer: str, **more: Any) -> Any:
    return stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": monthly(stripe)}], **more
    )


def preview(stripe: Stripe, **given: Any) -> Any:
    return stripe.post("/v1/invoices/create_preview", **given)


def test_it_bills_the_period_after_this_one_and_nothing_is_kept(
    stripe: Stripe, customer: str
) -> None:
    subscription = subscribed(stripe, customer)
    ends = subscription.body["items"]["data"][0]["current_period_end"]
    shown = preview(stripe, subscription=subscription.id)
    assert (shown.total, shown.body["status"], shown.billing_reason) == (1000, "draft", "upcoming")
    assert shown.id.startswith("upcoming_in_")
    assert shown.lines["data"][0]["period"]["start"] == ends
    assert len(stripe.get("/v1/invoices").data) == 1
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").body == subscription.body


def test_a_change_is_tried_and_not_made(stripe: Stripe, customer: str) -> None:
    subscription = subscribed(stripe, customer)
    item = subscription.body["items"]["data"][0]["id"]
    more = {"items": [{"id": item, "quantity": 3}]}
    shown = preview(stripe, subscription=subscription.id, subscription_details=more)
    assert shown.total == 3000 + 2000  # the new period, and what is added to this one
    assert [line["amount"] for line in shown.lines["data"]].count(3000) >= 1
    assert stripe.get(f"/v1/subscription_items/{item}").quantity == 1


def test_what_waits_is_billed_too(stripe: Stripe, customer: str) -> None:
    subscription = subscribed(stripe, customer).id
    stripe.post("/v1/invoiceitems", customer=customer, amount=700, currency="usd")
    assert preview(stripe, subscription=subscription).total == 1700


def test_a_subscription_that_nobody_has_yet_can_be_previewed(stripe: Stripe, customer: str) -> None:
    items = {"items": [{"price": monthly(stripe, 2500), "quantity": 2}]}
    assert preview(stripe, customer=customer, subscription_details=items).total == 5000
    assert stripe.get("/v1/subscriptions", customer=customer).data == []


def test_until_basil_it_was_asked_for_and_had_no_id(stripe: Stripe, customer: str) -> None:
    subscription = subscribed(stripe, customer)
    old = stripe.at_version(BEFORE_BASIL)
    shown = old.get("/v1/invoices/upcoming", customer=customer)
    assert "id" not in shown.body
    assert (shown.subscription, shown.total) == (subscription.id, 1000)
    lines = old.get("/v1/invoices/upcoming/lines", customer=customer)
    assert lines.data[0]["plan"]["amount"] == 1000
    assert old.get("/v1/invoices/upcoming/lines", customer=customer, limit=1).http == 200
    assert old.get("/v1/invoices/upcoming", customer=customer, limit=1).http == 400


@pytest.mark.parametrize("ends", ["canceled", "at its period's end", "never begun"])
def test_who_is_not_billed_has_no_upcoming_invoice(
    stripe: Stripe, customer: str, ends: str
) -> None:
    if ends != "never begun":
        subscription = subscribed(stripe, customer)
        if ends == "canceled":
            stripe.delete(f"/v1/subscriptions/{subscription.id}")
        else:
            stripe.post(f"/v1/subscriptions/{subscription.id}", cancel_at_period_end=True)
    refused = stripe.at_version(BEFORE_BASIL).get("/v1/invoices/upcoming", customer=customer)
    assert (refused.http, refused.error["code"]) == (404, "invoice_upcoming_none")
    assert refused.error["message"] == f"No upcoming invoices for customer: '{customer}'"


def test_a_week_before_it_is_billed_it_is_told_of(stripe: Stripe, customer: str) -> None:
    subscribed(stripe, customer)
    stripe.advance(days=20)
    assert "invoice.upcoming" not in stripe.types()
    stripe.advance(days=6)
    [told] = stripe.told()
    assert (told.type, told.data.object["total"]) == ("invoice.upcoming", 1000)


@pytest.mark.parametrize("version", [BEFORE_BASIL, "2026-10-28.endive"])
def test_what_is_only_told_of_has_no_id(stripe: Stripe, customer: str, version: str) -> None:
    stripe.account.api_version = version
    subscribed(stripe, customer)
    stripe.types()
    stripe.advance(days=26)
    [told] = [event for event in stripe.told() if event.type == "invoice.upcoming"]
    assert told.api_version == version
    assert "id" not in told.data.object
    assert told.data.object["lines"]["url"].startswith("/v1/invoices/upcoming/lines")


def test_until_basil_it_needs_somebody_whose_it_is(stripe: Stripe) -> None:
    refused = stripe.at_version(BEFORE_BASIL).get("/v1/invoices/upcoming")
    assert refused.error["message"] == (
        "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint."
    )


def test_since_basil_no_invoice_is_called_upcoming(stripe: Stripe, customer: str) -> None:
    subscribed(stripe, customer)
    refused = stripe.get("/v1/invoices/upcoming", customer=customer)
    assert (refused.http, refused.error["message"]) == (404, "No such invoice: 'upcoming'")


def test_since_basil_it_is_of_something(stripe: Stripe, customer: str) -> None:
    subscribed(stripe, customer)
    refused = preview(stripe, customer=customer)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error["message"] == (
        "You must provide at least one of: `subscription`, `schedule`,"
        " `subscription_details.items`, `schedule_details.phases`, `invoice_items`."
    )
    assert preview(stripe.at_version(BEFORE_BASIL), customer=customer).total == 1000


def test_an_item_is_changed_of_a_subscription_that_is_named(stripe: Stripe, customer: str) -> None:
    item = subscribed(stripe, customer).body["items"]["data"][0]["id"]
    more = {"items": [{"id": item, "quantity": 3}]}
    refused = preview(stripe, customer=customer, subscription_details=more)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error["message"] == (
        "You cannot update a subscription item without a subscription."
    )


def test_other_items_are_those_of_another_subscription(stripe: Stripe, customer: str) -> None:
    subscribed(stripe, customer)
    more = {"items": [{"price": monthly(stripe, 2500)}]}
    shown = preview(stripe, customer=customer, subscription_details=more)
    assert [line["amount"] for line in shown.lines["data"]] == [2500]


def test_until_basil_a_change_was_one_of_something(stripe: Stripe, customer: str) -> None:
    old = stripe.at_version(BEFORE_BASIL)
    refused = old.get(
        "/v1/invoices/upcoming", customer=customer, subscription_proration_date=stripe.now
    )
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error["message"] == (
        "When previewing changes to a subscription, you must specify either `subscription` or"
        " `subscription_items`"
    )
