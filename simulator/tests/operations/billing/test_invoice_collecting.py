"""Invoices that are left to themselves: made final after an hour, charged, and tried again.

Source: Stripe docs, "Automatic collection".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

HOUR = 60 * 60
DAY = 24 * HOUR


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", source="tok_visa", email="jo@example.org").id)


def draft(stripe: Stripe, customer: str, **more: Any) -> Any:
    stripe.post("/v1/invoiceitems", customer=customer, amount=500, currency="usd")
    return stripe.post(
        "/v1/invoices",
        customer=customer,
        currency="usd",
        pending_invoice_items_behavior="include",
        **more,
    )


def declining(stripe: Stripe) -> str:
    customer = stripe.post("/v1/customers")
    stripe.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", customer=customer.id)
    [method] = stripe.get("/v1/payment_methods", customer=customer.id, type="card").data
    stripe.post(
        f"/v1/customers/{customer.id}", invoice_settings={"default_payment_method": method.id}
    )
    return str(customer.id)


def test_an_hour_later_it_is_final_and_charged(stripe: Stripe, customer: str) -> None:
    invoice = draft(stripe, customer, auto_advance=True)
    at = stripe.now + HOUR
    assert (invoice.automatically_finalizes_at, invoice.next_payment_attempt) == (at, at)
    stripe.types()
    stripe.advance(hours=1)
    assert stripe.get(f"/v1/invoices/{invoice.id}").status == "paid"
    assert stripe.types() == [
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ]


def test_a_draft_can_be_left_to_itself_later_and_held_back_again(
    stripe: Stripe, customer: str
) -> None:
    path = f"/v1/invoices/{draft(stripe, customer).id}"
    stripe.advance(hours=2)
    assert stripe.get(path).status == "draft"
    assert stripe.post(path, auto_advance=True).automatically_finalizes_at == stripe.now + HOUR
    assert stripe.post(path, auto_advance=False).automatically_finalizes_at is None
    stripe.advance(hours=2)
    assert stripe.get(path).status == "draft"
    stripe.post(path, auto_advance=True)
    stripe.advance(hours=1)
    assert stripe.get(path).status == "paid"


def test_one_made_final_by_hand_is_charged_later(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{draft(stripe, customer).id}"
    final = stripe.post(f"{path}/finalize", auto_advance=True)
    assert (final.status, final.next_payment_attempt) == ("open", stripe.now + HOUR)
    stripe.advance(hours=1)
    assert stripe.get(path).status == "paid"


def test_one_that_is_to_be_sent_is_sent(stripe: Stripe, customer: str) -> None:
    given = {"collection_method": "send_invoice", "days_until_due": 3, "auto_advance": True}
    path = f"/v1/invoices/{draft(stripe, customer, **given).id}"
    stripe.types()
    stripe.advance(hours=1)
    assert stripe.get(path).status == "open"
    assert stripe.types() == ["invoice.finalized", "invoice.sent"]


def test_what_fails_is_tried_again_until_somebody_stops_it(stripe: Stripe) -> None:
    path = f"/v1/invoices/{draft(stripe, declining(stripe), auto_advance=True).id}"
    stripe.types()
    stripe.advance(hours=1)
    failed = stripe.get(path)
    assert (failed.status, failed.attempt_count) == ("open", 1)
    assert failed.next_payment_attempt == stripe.now + 3 * DAY
    told = ["invoice.payment_failed", "invoice.updated", "customer.updated"]
    assert stripe.types()[-3:] == told
    stripe.advance(days=3)
    assert stripe.get(path).attempt_count == 2
    stripe.post(path, auto_advance=False)
    stripe.advance(days=30)
    assert stripe.get(path).attempt_count == 2


def test_a_first_invoice_is_left_to_itself_until_it_is_paid(stripe: Stripe, customer: str) -> None:
    product = stripe.post("/v1/products", name="Magazine").id
    price = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=1000,
        recurring={"interval": "month"},
    )  # fmt: skip
    made = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price.id}],
        payment_behavior="default_incomplete",
        expand=["latest_invoice"],
    )
    invoice = made.latest_invoice
    assert (invoice.status, invoice.auto_advance) == ("open", True)
    stripe.advance(hours=23)
    voided = stripe.get(f"/v1/invoices/{invoice.id}")
    assert (voided.status, voided.auto_advance) == ("void", False)


def test_what_a_deleted_customer_owed_is_not_collected(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{draft(stripe, customer, auto_advance=True).id}"
    stripe.delete(f"/v1/customers/{customer}")
    stripe.advance(hours=2)
    assert stripe.get(path).status == "draft"
    assert stripe.post(f"{path}/finalize").refusal == (
        400,
        "invalid_request_error",
        "resource_missing",
        "customer",
    )


def test_a_subscription_is_past_due_from_the_day_by_which_its_invoice_should_be_paid(
    stripe: Stripe, customer: str
) -> None:
    product = stripe.post("/v1/products", name="Magazine").id
    price = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=1000,
        recurring={"interval": "month"},
    )  # fmt: skip
    made = stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price.id}],
        collection_method="send_invoice",
        days_until_due=5,
    )
    path = f"/v1/subscriptions/{made.id}"
    stripe.advance(days=4)
    assert stripe.get(path).status == "active"
    stripe.types()
    stripe.advance(days=1, hours=1)
    assert stripe.types() == ["customer.subscription.updated", "customer.updated"]
    assert stripe.get(path).status == "past_due"
    stripe.post(f"/v1/invoices/{made.latest_invoice}/pay", payment_method="pm_card_visa")
    assert stripe.get(path).status == "active"


def test_what_is_paid_in_time_is_not_past_due(stripe: Stripe, customer: str) -> None:
    given = {"collection_method": "send_invoice", "days_until_due": 3, "auto_advance": True}
    path = f"/v1/invoices/{draft(stripe, customer, **given).id}"
    stripe.advance(days=1)
    stripe.post(f"{path}/pay", payment_method="pm_card_visa")
    stripe.types()
    stripe.advance(days=9)
    assert stripe.types() == []


def test_a_draft_is_made_final_when_it_was_asked_for(stripe: Stripe, customer: str) -> None:
    at = stripe.now + 3 * DAY
    invoice = draft(stripe, customer, automatically_finalizes_at=at)
    assert (invoice.status, invoice.auto_advance) == ("draft", True)
    assert invoice.automatically_finalizes_at == at
    path = f"/v1/invoices/{invoice.id}"
    stripe.advance(days=2)
    assert stripe.get(path).status == "draft"
    later = stripe.post(path, automatically_finalizes_at=at + DAY)
    assert later.automatically_finalizes_at == at + DAY
    stripe.advance(days=1, hours=1)
    assert stripe.get(path).status == "draft"
    stripe.advance(days=1)
    assert stripe.get(path).status == "paid"


def test_a_draft_that_stands_is_made_final_at_no_time(stripe: Stripe, customer: str) -> None:
    at = stripe.now + DAY
    invoice = draft(stripe, customer, automatically_finalizes_at=at)
    path = f"/v1/invoices/{invoice.id}"
    assert stripe.post(path, auto_advance=False).body["automatically_finalizes_at"] is None
    stripe.advance(days=2)
    assert stripe.get(path).status == "draft"
    refused = stripe.post(path, automatically_finalizes_at=at)
    assert refused.refusal[::3] == (400, "automatically_finalizes_at")


def test_one_made_final_by_hand_is_told_as_it_is_answered(stripe: Stripe, customer: str) -> None:
    draft = stripe.post("/v1/invoices", customer=customer, auto_advance=False)
    stripe.post("/v1/invoiceitems", customer=customer, invoice=draft.id, amount=700, currency="usd")
    stripe.told()
    final = stripe.post(f"/v1/invoices/{draft.id}/finalize", auto_advance=True)
    [told] = [event for event in stripe.told() if event.type == "invoice.finalized"]
    assert told.data.object == final.body
    assert final.next_payment_attempt == stripe.now + 3600
