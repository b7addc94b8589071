"""What is billed once with a Subscription's next invoice, by whoever asks for it.

Source: API reference, "Create a subscription", "Update a subscription", "Create a schedule".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

WEEK = 7 * 86_400


@pytest.fixture
def weekly(stripe: Stripe) -> str:
    return priced(stripe, 1000, recurring={"interval": "week"})


@pytest.fixture
def fee(stripe: Stripe) -> str:
    return priced(stripe, 300)


def priced(stripe: Stripe, amount: int, **more: Any) -> str:
    made = stripe.post(
        "/v1/prices", currency="usd", unit_amount=amount, product_data={"name": "P"}, **more
    )
    return str(made.id)


def payer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org", source="tok_visa").id)


def subscribed(stripe: Stripe, price: str, **more: Any) -> Any:
    items = [{"price": price}]
    return stripe.post("/v1/subscriptions", customer=payer(stripe), items=items, **more)


def scheduled(stripe: Stripe, *phases: dict[str, Any], **more: Any) -> Any:
    lasting = [{"duration": {"interval": "week"}} | phase for phase in phases]
    return stripe.post(
        "/v1/subscription_schedules", customer=payer(stripe), start_date="now", phases=lasting,
        **more,
    )  # fmt: skip


def billed(stripe: Stripe, subscription: str) -> list[list[int]]:
    """What the lines of each invoice come to, the first invoice first."""
    invoices = stripe.get("/v1/invoices", subscription=subscription).data
    return [sorted(line.amount for line in each.lines.data) for each in reversed(invoices)]


def test_what_an_update_adds_waits_for_the_next_invoice(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    made = subscribed(stripe, weekly)
    added = [{"price": fee, "quantity": 2, "metadata": {"a": "b"}}]
    stripe.post(f"/v1/subscriptions/{made.id}", add_invoice_items=added)
    [item] = stripe.get("/v1/invoiceitems", customer=made.customer).data
    assert (item.amount, item.quantity, item.invoice) == (600, 2, None)
    assert item.metadata == {"a": "b"}
    assert item.parent.subscription_details.subscription == made.id
    assert item.period == {"start": stripe.now, "end": stripe.now + WEEK}
    assert "invoiceitem.created" in stripe.types()
    stripe.advance(days=8)
    assert billed(stripe, made.id) == [[1000], [600, 1000]]


def test_what_an_update_adds_is_billed_at_once_where_all_of_it_is(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    made = subscribed(stripe, weekly)
    after = stripe.post(
        f"/v1/subscriptions/{made.id}", add_invoice_items=[{"price": fee}],
        proration_behavior="always_invoice", expand=["latest_invoice"],
    )  # fmt: skip
    assert (after.latest_invoice.total, after.latest_invoice.status) == (300, "paid")
    stripe.advance(days=8)
    assert billed(stripe, made.id) == [[1000], [300], [1000]]


def test_what_is_added_once_is_part_of_the_period_that_begins_anew(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    made = subscribed(stripe, weekly)
    stripe.advance(days=1)
    stripe.post(
        f"/v1/subscriptions/{made.id}", add_invoice_items=[{"price": fee}],
        billing_cycle_anchor={"type": "now"}, proration_behavior="none",
    )  # fmt: skip
    assert billed(stripe, made.id) == [[1000], [300, 1000]]


@pytest.mark.parametrize(
    ("row", "param"),
    [
        ({"quantity": 2}, "add_invoice_items[0][price]"),
        ({"price": "price_x"}, "add_invoice_items[0][price]"),
        ({"price": "{fee}", "discounts": [{"coupon": "no"}]},
         "add_invoice_items[0][discounts][0][coupon]"),
    ],
)  # fmt: skip
def test_an_update_that_adds_what_there_is_not_changes_nothing(
    stripe: Stripe, weekly: str, fee: str, row: dict[str, Any], param: str
) -> None:
    made = subscribed(stripe, weekly)
    row |= {"price": fee} if row.get("price") == "{fee}" else {}
    refused = stripe.post(f"/v1/subscriptions/{made.id}", add_invoice_items=[row])
    assert (refused.http, refused.error.param) == (400, param)
    assert stripe.get("/v1/invoiceitems", customer=made.customer).data == []


def test_what_is_added_at_first_carries_what_its_row_says(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    half = stripe.post("/v1/coupons", percent_off=50, duration="once").id
    row = {"price": fee, "metadata": {"a": "b"}, "discounts": [{"coupon": half}]}
    made = subscribed(stripe, weekly, add_invoice_items=[row], expand=["latest_invoice"])
    [line] = [each for each in made.latest_invoice.lines.data if each.amount == 300]
    assert line.metadata == {"a": "b"}
    assert [each.amount for each in line.discount_amounts] == [150]
    assert line.period == {"start": stripe.now, "end": stripe.now + WEEK}
    assert made.latest_invoice.total == 1150


def test_what_the_first_phase_adds_is_on_the_first_invoice(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    made = scheduled(stripe, {"items": [{"price": weekly}], "add_invoice_items": [{"price": fee}]})
    [row] = made.phases[0].add_invoice_items
    assert (row.price, row.quantity) == (fee, 1)
    assert billed(stripe, made.subscription) == [[300, 1000]]


def test_what_a_later_phase_adds_is_billed_as_it_begins_and_only_then(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    made = scheduled(
        stripe,
        {"items": [{"price": weekly}]},
        {"items": [{"price": weekly}], "add_invoice_items": [{"price": fee}]},
    )
    stripe.advance(days=15)
    assert billed(stripe, made.subscription) == [[1000], [300, 1000], [1000]]


def test_an_update_of_the_current_phase_adds_only_what_is_new(
    stripe: Stripe, weekly: str, fee: str
) -> None:
    made = scheduled(stripe, {"items": [{"price": weekly}], "add_invoice_items": [{"price": fee}]})
    [phase] = made.phases
    other = priced(stripe, 50)
    stripe.post(
        f"/v1/subscription_schedules/{made.id}",
        phases=[
            {
                "start_date": phase.start_date,
                "end_date": phase.end_date,
                "items": [{"price": weekly}],
                "add_invoice_items": [{"price": fee}, {"price": other}],
            }
        ],
    )
    waiting = stripe.get("/v1/invoiceitems", customer=made.customer, pending=True).data
    assert [item.amount for item in waiting] == [50]


def test_a_phase_shows_the_price_that_was_made_for_it(stripe: Stripe, weekly: str) -> None:
    product = stripe.post("/v1/products", name="Setup").id
    data = {"currency": "usd", "product": product, "unit_amount": 70}
    row = {"price_data": data}
    made = scheduled(stripe, {"items": [{"price": weekly}], "add_invoice_items": [row]})
    [shown] = made.phases[0].add_invoice_items
    assert stripe.get(f"/v1/prices/{shown.price}").unit_amount == 70
    assert billed(stripe, made.subscription) == [[70, 1000]]


def test_no_phase_adds_what_recurs(stripe: Stripe, weekly: str) -> None:
    row = {"price": weekly}
    refused = scheduled(stripe, {"items": [{"price": weekly}], "add_invoice_items": [row]})
    assert refused.error.param == "phases[0][add_invoice_items][0][price]"


def test_a_schedule_that_ends_in_nothing_cancels_its_subscription(
    stripe: Stripe, weekly: str
) -> None:
    made = scheduled(stripe, {"items": [{"price": weekly}]}, end_behavior="none")
    assert made.end_behavior == "cancel"
    stripe.advance(days=8)
    assert stripe.get(f"/v1/subscriptions/{made.subscription}").status == "canceled"
