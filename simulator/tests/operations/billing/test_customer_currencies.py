"""One currency at a time. Source: a refusal of 2026 that shops quote."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscriptions import new_price

TAKEN = (
    "You cannot combine currencies on a single customer. This customer has an active subscription,"
    " subscription schedule, discount, quote, invoice item or active subscription mode checkout"
    " session with currency usd."
)


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org", source="tok_visa").id)


def subscribe(stripe: Stripe, customer: str, currency: str) -> Any:
    price = new_price(stripe, currency=currency)
    return stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}])


def on_page(stripe: Stripe, customer: str, currency: str) -> Any:
    return stripe.post(
        "/v1/checkout/sessions",
        mode="subscription",
        customer=customer,
        success_url="https://shop.example/thanks",
        line_items=[{"price": new_price(stripe, currency=currency), "quantity": 1}],
    )


def scheduled(stripe: Stripe, customer: str, currency: str) -> Any:
    price = new_price(stripe, currency=currency)
    return stripe.post(
        "/v1/subscription_schedules",
        customer=customer,
        start_date=stripe.now + 86_400,
        phases=[{"items": [{"price": price}]}],
    )


def billed(stripe: Stripe, customer: str, currency: str) -> Any:
    return stripe.post("/v1/invoiceitems", customer=customer, amount=500, currency=currency)


@pytest.mark.parametrize("first", [subscribe, on_page, scheduled, billed])
@pytest.mark.parametrize("then", [subscribe, on_page, billed])
def test_what_there_is_in_one_currency_keeps_out_others(
    stripe: Stripe, customer: str, first: Any, then: Any
) -> None:
    assert first(stripe, customer, "usd").http == 200
    refused = then(stripe, customer, "eur")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == TAKEN
    assert then(stripe, customer, "usd").http == 200


def test_what_is_over_keeps_nothing_out(stripe: Stripe, customer: str) -> None:
    begun = subscribe(stripe, customer, "usd")
    stripe.delete(f"/v1/subscriptions/{begun.id}")
    session = on_page(stripe, customer, "usd")
    stripe.post(f"/v1/checkout/sessions/{session.id}/expire")
    assert subscribe(stripe, customer, "eur").currency == "eur"


def test_an_item_on_a_draft_of_its_own_currency_waits_for_nothing(
    stripe: Stripe, customer: str
) -> None:
    subscribe(stripe, customer, "usd")
    draft = stripe.post("/v1/invoices", customer=customer, currency="eur")
    added = stripe.post(
        "/v1/invoiceitems", customer=customer, amount=500, currency="eur", invoice=draft.id
    )
    assert added.currency == "eur"
