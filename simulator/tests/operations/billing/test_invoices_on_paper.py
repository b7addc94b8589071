"""What is written on an invoice as it was told. Source: API reference, "Create an invoice"."""

from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe

TOLD: dict[str, Any] = {
    "effective_at": NOW - 86_400,
    "issuer": {"type": "self"},
    "number": "2026-7",
    "rendering": {"pdf": {"page_size": "a4"}},
    "shipping_details": {"name": "Jo", "address": {"line1": "1 High Street", "country": "GB"}},
}


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org").id)


def check(invoice: Any) -> None:
    assert (invoice.number, invoice.effective_at) == ("2026-7", NOW - 86_400)
    assert invoice.rendering.pdf == {"page_size": "a4"}
    assert invoice.shipping_details.address.line1 == "1 High Street"
    assert invoice.shipping_details.address.city is None


def test_it_is_shown_from_the_draft_on(stripe: Stripe, customer: str) -> None:
    draft = stripe.post("/v1/invoices", customer=customer, **TOLD)
    check(draft)
    check(stripe.post(f"/v1/invoices/{draft.id}/finalize"))


def test_a_draft_is_told_later_too(stripe: Stripe, customer: str) -> None:
    draft = stripe.post("/v1/invoices", customer=customer)
    assert draft.rendering.pdf == {"page_size": "auto"}
    check(stripe.post(f"/v1/invoices/{draft.id}", **TOLD))


def test_a_number_of_ones_own_takes_none_of_the_customers(stripe: Stripe, customer: str) -> None:
    own = stripe.post("/v1/invoices", customer=customer, number="2026-7")
    stripe.post(f"/v1/invoices/{own.id}/finalize")
    next = stripe.post(f"/v1/invoices/{stripe.post('/v1/invoices', customer=customer).id}/finalize")
    assert next.number.endswith("-0001")
