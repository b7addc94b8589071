"""What becomes of the payments of an invoice that is given up, paid elsewhere, or final.

Source: API reference, "Void an invoice", "Pay an invoice", "Update an invoice".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

BEFORE_BASIL = "2024-06-20"
PAYMENTS = ["payments.data.payment.payment_intent"]


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org").id)


def final(stripe: Stripe, customer: str, **more: Any) -> Any:
    """An open invoice over 5.00 usd."""
    stripe.post("/v1/invoiceitems", customer=customer, amount=500, currency="usd")
    made = stripe.post(
        "/v1/invoices",
        customer=customer,
        currency="usd",
        pending_invoice_items_behavior="include",
        **more,
    )
    return stripe.post(f"/v1/invoices/{made.id}/finalize")


def incomplete(stripe: Stripe, customer: str) -> Any:
    product = stripe.post("/v1/products", name="Magazine").id
    price = stripe.post(
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=1000,
        recurring={"interval": "month"},
    )
    return stripe.post(
        "/v1/subscriptions",
        customer=customer,
        items=[{"price": price.id}],
        payment_behavior="default_incomplete",
        expand=["latest_invoice.payments"],
    )


def payment_of(stripe: Stripe, invoice: str) -> Any:
    [payment] = stripe.get(f"/v1/invoices/{invoice}", expand=PAYMENTS).payments.data
    return payment


def test_voiding_cancels_what_would_pay_it(stripe: Stripe, customer: str) -> None:
    invoice = final(stripe, customer)
    stripe.types()
    assert stripe.post(f"/v1/invoices/{invoice.id}/void").status == "void"
    assert stripe.types() == ["invoice.updated", "invoice.voided", "payment_intent.canceled"]
    payment = payment_of(stripe, invoice.id)
    assert (payment.status, payment.status_transitions.canceled_at) == ("canceled", stripe.now)
    intent = payment.payment.payment_intent
    assert (intent.status, intent.cancellation_reason) == ("canceled", "void_invoice")
    path = f"/v1/payment_intents/{intent.id}/confirm"
    assert stripe.post(path, payment_method="pm_card_visa").http == 400


def test_voiding_gives_back_what_it_took_of_the_balance(stripe: Stripe, customer: str) -> None:
    path = f"/v1/customers/{customer}"
    stripe.post(f"{path}/balance_transactions", amount=-200, currency="usd")
    invoice = final(stripe, customer)
    assert (invoice.amount_due, stripe.get(path).balance) == (300, 0)
    stripe.post(f"/v1/invoices/{invoice.id}/void")
    assert stripe.get(path).balance == -200


def test_a_first_invoice_that_was_not_paid_in_time_cannot_be_paid_any_more(
    stripe: Stripe, customer: str
) -> None:
    invoice = incomplete(stripe, customer).latest_invoice
    stripe.types()
    stripe.advance(hours=23)
    assert stripe.types() == [
        "customer.subscription.updated",
        "invoice.updated",
        "invoice.voided",
        "payment_intent.canceled",
    ]
    assert payment_of(stripe, invoice.id).payment.payment_intent.status == "canceled"


def test_what_nobody_expects_to_be_paid_still_can_be(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{final(stripe, customer).id}"
    stripe.types()
    stripe.post(f"{path}/mark_uncollectible")
    assert stripe.types() == ["invoice.updated", "invoice.marked_uncollectible"]
    assert stripe.post(f"{path}/pay", payment_method="pm_card_visa").status == "paid"


def test_what_was_paid_elsewhere_cannot_be_paid_here_as_well(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{final(stripe, customer).id}"
    stripe.types()
    invoice = stripe.post(f"{path}/pay", paid_out_of_band=True)
    assert stripe.types() == [
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "payment_intent.canceled",
    ]
    payment = payment_of(stripe, invoice.id)
    assert (payment.status, payment.payment.payment_intent.status) == ("canceled", "canceled")
    assert stripe.at_version(BEFORE_BASIL).get(path).paid_out_of_band is True


def test_what_was_paid_here_was_not_paid_elsewhere(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{final(stripe, customer).id}"
    stripe.post(f"{path}/pay", payment_method="pm_card_visa")
    assert stripe.at_version(BEFORE_BASIL).get(path).paid_out_of_band is False


def test_paying_an_open_invoice_updates_it_first(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{final(stripe, customer).id}"
    stripe.types()
    stripe.post(f"{path}/pay", payment_method="pm_card_visa")
    told = stripe.told()
    assert [event.type for event in told if event.type.startswith("invoice")] == [
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ]
    [updated] = [event for event in told if event.type == "invoice.updated"]
    was = updated.data.previous_attributes
    assert (was.status, was.attempted, was.amount_paid) == ("open", False, 0)


def test_a_failed_payment_updates_it_afterwards(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{final(stripe, customer).id}"
    stripe.types()
    stripe.post(f"{path}/pay", payment_method="pm_card_visa_chargeDeclined")
    assert stripe.types()[-2:] == ["invoice.payment_failed", "invoice.updated"]


@pytest.mark.parametrize("given", [{"description": "x"}, {"footer": "x"}, {"due_date": 1}])
def test_a_final_invoice_takes_no_more_edits(
    stripe: Stripe, customer: str, given: dict[str, Any]
) -> None:
    path = f"/v1/invoices/{final(stripe, customer).id}"
    stripe.types()
    refused = stripe.post(path, **given)
    assert refused.refusal == (400, "invalid_request_error", None, next(iter(given)))
    assert refused.error.message == "Finalized invoices can't be updated in this way"
    assert stripe.types() == []
    assert stripe.post(path, metadata={"order": "6"}).metadata.order == "6"


def test_a_draft_takes_them_and_unsets_what_is_sent_empty(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{stripe.post('/v1/invoices', customer=customer, description='x').id}"
    sent = stripe.post(path, description="", collection_method="send_invoice", days_until_due=3)
    assert (sent.description, sent.due_date) == (None, stripe.now + 3 * 24 * 60 * 60)
    assert stripe.post(path, collection_method="charge_automatically").due_date is None


def test_only_what_is_to_be_sent_is_sent(stripe: Stripe, customer: str) -> None:
    refused = stripe.post(f"/v1/invoices/{final(stripe, customer).id}/send")
    assert (refused.http, "manually send" in refused.error.message) == (400, True)
    sent = final(stripe, customer, collection_method="send_invoice", days_until_due=3)
    stripe.types()
    assert stripe.post(f"/v1/invoices/{sent.id}/send").status == "open"
    assert stripe.types() == ["invoice.sent"]
    stripe.post(f"/v1/invoices/{sent.id}/void")
    refused = stripe.post(f"/v1/invoices/{sent.id}/send")
    assert refused.error.message.startswith("This invoice cannot be sent right now.")
