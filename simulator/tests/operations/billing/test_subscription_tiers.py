"""Prices in tiers: what an invoice bills, and how it breaks it down.

Source: Stripe docs, "Recurring pricing models"; lines of an invoice recorded in 2022.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

FIRST_FIVE = [{"up_to": 5, "unit_amount": 100}, {"up_to": "inf", "unit_amount": 50}]
WITH_FEES = [
    {"up_to": 5, "unit_amount": 0, "flat_amount": 900},
    {"up_to": "inf", "unit_amount_decimal": "3.6"},
]


def in_tiers(stripe: Stripe, mode: str, tiers: list[Any], **more: Any) -> str:
    product = stripe.post("/v1/products", name="Seats", **more)
    made = stripe.post(
        "/v1/prices", product=product.id, currency="usd", recurring={"interval": "month"},
        billing_scheme="tiered", tiers_mode=mode, tiers=tiers,
    )  # fmt: skip
    return str(made.id)


def subscribed(stripe: Stripe, price: str, quantity: int) -> Any:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    return stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price, "quantity": quantity}],
        expand=["latest_invoice"],
    )  # fmt: skip


def lines(invoice: Any) -> list[tuple[int, int, str]]:
    return [(line.quantity, line.amount, line.description) for line in invoice.lines.data]


def test_a_graduated_price_has_a_line_for_each_tier(stripe: Stripe) -> None:
    made = subscribed(stripe, in_tiers(stripe, "graduated", FIRST_FIVE), 7)
    assert (made.status, made.latest_invoice.amount_paid) == ("active", 600)
    assert lines(made.latest_invoice) == [
        (5, 500, "5 × Seats (Tier 1 at $1.00 / month)"),
        (2, 100, "2 × Seats (Tier 2 at $0.50 / month)"),
    ]


def test_a_volume_price_has_one_line_at_the_price_of_its_tier(stripe: Stripe) -> None:
    made = subscribed(stripe, in_tiers(stripe, "volume", FIRST_FIVE), 7)
    assert lines(made.latest_invoice) == [(7, 350, "7 × Seats (Tier 2 at $0.50 / month)")]


def test_a_flat_fee_is_a_line_of_its_own_that_counts_nothing(stripe: Stripe) -> None:
    price = in_tiers(stripe, "graduated", WITH_FEES, unit_label="seat")
    made = subscribed(stripe, price, 36)
    assert lines(made.latest_invoice) == [
        (5, 0, "5 seat × Seats (Tier 1 at $0.00 / month)"),
        (0, 900, "Seats (Tier 1 at $9.00 / month)"),
        (31, 112, "31 seat × Seats (Tier 2 at $0.036 / month)"),
    ]
    priced = [line.pricing.unit_amount_decimal for line in made.latest_invoice.lines.data]
    assert priced == ["0", None, "3.6"]


def test_whoever_cannot_pay_for_tiers_cannot_subscribe(stripe: Stripe) -> None:
    price = in_tiers(stripe, "graduated", FIRST_FIVE)
    customer = stripe.post("/v1/customers").id
    refused = stripe.post("/v1/subscriptions", customer=customer, items=[{"price": price}])
    assert refused.refusal[2] == "resource_missing"


def test_a_change_of_quantity_is_prorated_over_the_tiers(stripe: Stripe) -> None:
    made = subscribed(stripe, in_tiers(stripe, "graduated", FIRST_FIVE), 7)
    item = made.body["items"]["data"][0]
    stripe.post(f"/v1/subscriptions/{made.id}", items=[{"id": item.id, "quantity": 10}])
    waiting = stripe.get("/v1/invoiceitems", customer=made.customer).data
    assert sorted(item.amount for item in waiting) == [-600, 750]


@pytest.mark.parametrize(("mode", "total"), [("graduated", 600), ("volume", 350)])
def test_the_checkout_page_asks_for_what_tiers_cost(stripe: Stripe, mode: str, total: int) -> None:
    price = in_tiers(stripe, mode, FIRST_FIVE)
    session = stripe.post(
        "/v1/checkout/sessions", mode="subscription", success_url="https://shop.example/done",
        line_items=[{"price": price, "quantity": 7}],
    )  # fmt: skip
    assert session.amount_total == total
