"""An account in India tells who pays it from abroad, and for what."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

ADDRESS = {"line1": "1 Long Street", "country": "US"}
PAYER = {"name": "Jo Example", "address": ADDRESS}
DESCRIBED = {"description": "A lamp"}


@pytest.fixture
def indian(stripe: Stripe) -> Stripe:
    stripe.account.country = "IN"
    stripe.account.default_currency = "inr"
    return stripe


def paid(indian: Stripe, **params: Any) -> Reply:
    return indian.paid(currency="usd", **params)


def test_an_export_is_described(indian: Stripe) -> None:
    refused = paid(indian, shipping=PAYER)
    assert refused.http == 400
    assert refused.error.message == (
        "As per Indian regulations, export transactions require a description. More info here:"
        " https://stripe.com/docs/india-exports"
    )


def test_whoever_pays_from_abroad_is_known(indian: Stripe) -> None:
    refused = paid(indian, **DESCRIBED)
    assert refused.http == 400
    assert refused.error.message == (
        "As per Indian regulations, export transactions require a customer name and address. More"
        " info here: https://stripe.com/docs/india-exports"
    )
    assert paid(indian, shipping=PAYER, **DESCRIBED).status == "succeeded"
    customer = indian.post("/v1/customers", **PAYER).id
    assert paid(indian, customer=customer, **DESCRIBED).status == "succeeded"
    card = {"type": "card", "card": {"token": "tok_visa"}, "billing_details": PAYER}
    method = indian.post("/v1/payment_methods", **card).id
    assert paid(indian, payment_method=method, **DESCRIBED).status == "succeeded"


def test_in_rupees_nobody_asks(indian: Stripe) -> None:
    assert indian.paid(currency="inr", amount=50_00).status == "succeeded"
