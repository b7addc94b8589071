"""Cycles that are anchored in the future, and Subscriptions that began in the past.

Source: Stripe docs, "Billing cycle", "Backdate subscriptions".
"""

from typing import Any

import pytest

from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.shopping import again, open_session, pay

DAY = 86_400
WEEK = 7 * DAY


@pytest.fixture
def weekly(stripe: Stripe) -> str:
    return price(stripe, interval="week")


def price(stripe: Stripe, amount: int = 700, **recurring: Any) -> str:
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": amount, "recurring": recurring}
    return str(stripe.post("/v1/prices", product=product, **sold).id)


def subscribe(stripe: Stripe, price: str, **more: Any) -> Any:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    stripe.types()
    return stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price}],
        expand=["latest_invoice"], **more,
    )  # fmt: skip


def period(subscription: Any) -> tuple[int, int]:
    """In days from now."""
    [item] = subscription.body["items"]["data"]
    return (
        (item["current_period_start"] - NOW) // DAY,
        (item["current_period_end"] - NOW) // DAY,
    )


def lines(invoice: Any) -> list[tuple[int, bool]]:
    """Amounts, and whether they are prorated."""
    return [
        (line.amount, line.parent.subscription_item_details.proration)
        for line in invoice.lines.data
    ]


def totals(stripe: Stripe, subscription: Any) -> list[int]:
    found = stripe.get("/v1/invoices", subscription=subscription.id).data
    return [invoice.total for invoice in reversed(found)]


def test_until_the_anchor_a_part_of_the_price_is_billed(stripe: Stripe, weekly: str) -> None:
    made = subscribe(stripe, weekly, billing_cycle_anchor=NOW + 3 * DAY)
    assert (made.status, made.billing_cycle_anchor) == ("active", NOW + 3 * DAY)
    assert period(made) == (0, 3)
    assert lines(made.latest_invoice) == [(300, True)]
    stripe.advance(days=18)
    assert totals(stripe, made) == [300, 700, 700, 700]
    assert period(stripe.get(f"/v1/subscriptions/{made.id}")) == (17, 24)


def test_months_are_counted_back_from_the_anchor(stripe: Stripe) -> None:
    first_of_october = 1_790_812_800
    made = subscribe(
        stripe, price(stripe, 3000, interval="month"), billing_cycle_anchor=first_of_october
    )
    whole_days, rest = divmod(first_of_october - NOW, DAY)
    assert rest
    assert whole_days * 100 < made.latest_invoice.total < (whole_days + 1) * 100


def test_without_prorations_it_is_free_until_the_anchor(stripe: Stripe, weekly: str) -> None:
    made = subscribe(stripe, weekly, billing_cycle_anchor=NOW + 3 * DAY, proration_behavior="none")
    assert (made.status, made.latest_invoice) == ("active", None)
    assert not [type for type in stripe.types() if type.startswith("invoice.")]
    stripe.advance(days=4)
    assert totals(stripe, made) == [700]


def test_after_a_trial_what_is_left_until_the_anchor_is_billed(stripe: Stripe, weekly: str) -> None:
    made = subscribe(stripe, weekly, trial_end=NOW + 2 * DAY, billing_cycle_anchor=NOW + 5 * DAY)
    assert (made.status, period(made)) == ("trialing", (0, 2))
    stripe.advance(days=6)
    assert totals(stripe, made) == [0, 300, 700]


@pytest.mark.parametrize("moment", [NOW - 1, NOW + WEEK + 1])
def test_an_anchor_is_in_the_first_period(stripe: Stripe, weekly: str, moment: int) -> None:
    refused = subscribe(stripe, weekly, billing_cycle_anchor=moment)
    assert refused.refusal == (400, "invalid_request_error", None, "billing_cycle_anchor")
    assert subscribe(stripe, weekly, billing_cycle_anchor=NOW + WEEK).latest_invoice.total == 700


def test_a_change_before_the_anchor_is_prorated_by_the_whole_period(
    stripe: Stripe, weekly: str
) -> None:
    made = subscribe(stripe, weekly, billing_cycle_anchor=NOW + 4 * DAY)
    stripe.advance(days=1)
    more = [{"id": made.body["items"]["data"][0]["id"], "quantity": 2}]
    stripe.post(f"/v1/subscriptions/{made.id}", items=more)
    waiting = stripe.get("/v1/invoiceitems", customer=made.customer).data
    assert sorted(item.amount for item in waiting) == [-300, 600]


def test_what_was_before_is_billed_with_the_first_period(stripe: Stripe, weekly: str) -> None:
    made = subscribe(stripe, weekly, backdate_start_date=NOW - 10 * DAY)
    assert (made.start_date, made.billing_cycle_anchor) == (NOW - 10 * DAY, NOW)
    assert period(made) == (0, 7)
    assert lines(made.latest_invoice) == [(1000, True), (700, False)]
    before = made.latest_invoice.lines.data[0]
    assert before.period == {"start": NOW - 10 * DAY, "end": NOW}


def test_without_prorations_what_was_before_is_free(stripe: Stripe, weekly: str) -> None:
    made = subscribe(stripe, weekly, backdate_start_date=NOW - 10 * DAY, proration_behavior="none")
    assert (made.start_date, made.latest_invoice.total) == (NOW - 10 * DAY, 700)


def test_a_start_in_the_past_is_no_start_in_the_future(stripe: Stripe, weekly: str) -> None:
    refused = subscribe(stripe, weekly, backdate_start_date=NOW + 1)
    assert refused.refusal == (400, "invalid_request_error", None, "backdate_start_date")


def test_the_next_invoice_of_what_is_free_until_its_anchor_is_shown(
    stripe: Stripe, weekly: str
) -> None:
    customer = stripe.post("/v1/customers").id
    details = {
        "items": [{"price": weekly}],
        "billing_cycle_anchor": {"type": "timestamp", "timestamp": NOW + 3 * DAY},
        "proration_behavior": "none",
    }
    shown = stripe.post(
        "/v1/invoices/create_preview", customer=customer, subscription_details=details
    )
    assert (shown.http, shown.total) == (200, 700)


def test_the_checkout_page_begins_it_too(stripe: Stripe, weekly: str) -> None:
    session = open_session(
        stripe, mode="subscription", line_items=[{"price": weekly, "quantity": 1}],
        subscription_data={"billing_cycle_anchor": NOW + 3 * DAY, "proration_behavior": "none"},
    )  # fmt: skip
    pay(stripe, session, email="jo@example.org", name="Jo")
    subscription = stripe.get(f"/v1/subscriptions/{again(stripe, session).subscription}")
    assert (subscription.status, subscription.latest_invoice) == ("active", None)
    stripe.advance(days=4)
    assert totals(stripe, subscription) == [700]
