"""A Customer's balance on its invoices.

Source: Stripe docs, "Customer credit balance"; a first invoice of 2021 that credit paid, recorded.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, open_session, pay


def billed(stripe: Stripe, balance: int, amount: int, **more: Any) -> Any:
    """The final invoice over an amount of a Customer with a balance."""
    customer = stripe.post("/v1/customers", balance=balance, source="tok_visa").id
    item = {"amount": amount, "currency": "usd"}
    stripe.post("/v1/invoiceitems", customer=customer, **item)
    draft = stripe.post(
        "/v1/invoices", customer=customer, currency="usd", pending_invoice_items_behavior="include"
    )
    assert (draft.starting_balance, draft.ending_balance) == (balance, None)
    stripe.types()
    return stripe.post(f"/v1/invoices/{draft.id}/finalize", **more)


def sums(invoice: Any) -> tuple[int, int, int, int]:
    """Total, what is due of it, and the balance before and after."""
    return (invoice.total, invoice.amount_due, invoice.starting_balance, invoice.ending_balance)


@pytest.mark.parametrize(
    ("balance", "amount", "due", "left", "status"),
    [
        (0, 2000, 2000, 0, "open"),
        (-500, 2000, 1500, 0, "open"),  # credit is used
        (-2500, 2000, 0, -500, "paid"),  # and only as much as is needed
        (300, 2000, 2300, 0, "open"),  # debt is asked for
        (0, -700, 0, -700, "paid"),  # what comes out below zero is credited
        (0, 49, 0, 49, "paid"),  # what is too small to charge is owed
    ],
)
def test_what_is_due_depends_on_the_balance(
    stripe: Stripe, balance: int, amount: int, due: int, left: int, status: str
) -> None:
    invoice = billed(stripe, balance, amount)
    assert sums(invoice) == (amount, due, balance, left)
    assert invoice.body["status"] == status
    customer = stripe.get(f"/v1/customers/{invoice.customer}")
    assert customer.balance == left
    assert ("customer.updated" in stripe.types()) == (left != balance)


def test_the_charge_is_for_what_is_due(stripe: Stripe) -> None:
    invoice = billed(stripe, -500, 2000)
    paid = stripe.post(f"/v1/invoices/{invoice.id}/pay")
    assert (paid.amount_paid, paid.amount_remaining) == (1500, 0)
    [charge] = stripe.get("/v1/charges", customer=invoice.customer).data
    assert charge.amount == 1500


def test_every_change_of_the_balance_is_entered(stripe: Stripe) -> None:
    credited = billed(stripe, -2500, 2000)
    path = f"/v1/customers/{credited.customer}/balance_transactions"
    used, _ = stripe.get(path).data
    assert (used.amount, used.ending_balance) == (2000, -500)
    assert (used.type, used.invoice) == ("applied_to_invoice", credited.id)
    small = billed(stripe, 0, 49)
    [owed] = stripe.get(f"/v1/customers/{small.customer}/balance_transactions").data
    assert (owed.type, owed.amount) == ("invoice_too_small", 49)


def test_a_subscription_can_be_paid_by_credit(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", balance=-2500, source="tok_visa").id
    product = stripe.post("/v1/products", name="Magazine").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    price = stripe.post("/v1/prices", product=product, **sold).id
    made = stripe.post(
        "/v1/subscriptions", customer=customer, items=[{"price": price}], expand=["latest_invoice"]
    )
    assert (made.status, sums(made.latest_invoice)) == ("active", (1000, 0, -2500, -1500))
    assert made.latest_invoice.attempted
    shown = stripe.post("/v1/invoices/create_preview", subscription=made.id)
    assert (shown.starting_balance, shown.amount_due) == (-1500, 0)
    stripe.advance(days=70)
    assert stripe.get(f"/v1/customers/{customer}").balance == 0
    [charge] = stripe.get("/v1/charges", customer=customer).data
    assert charge.amount == 500


def test_what_is_credited_beyond_an_invoice_is_kept(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    product = stripe.post("/v1/products", name="Seat").id
    sold = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "week"}}
    price = stripe.post("/v1/prices", product=product, **sold).id
    items = [{"price": price, "quantity": 3}]
    made = stripe.post("/v1/subscriptions", customer=customer, items=items)
    fewer = [{"id": made.body["items"]["data"][0].id, "quantity": 1}]
    stripe.post(f"/v1/subscriptions/{made.id}", items=fewer, proration_behavior="always_invoice")
    assert stripe.get(f"/v1/customers/{customer}").balance == -2000


def test_the_checkout_page_asks_for_all_of_it(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", balance=-500).id
    session = open_session(stripe, customer=customer, invoice_creation={"enabled": True})
    pay(stripe, session, name="Jo")
    invoice = stripe.get(f"/v1/invoices/{again(stripe, session).invoice}")
    assert sums(invoice) == (2500, 2500, 0, 0)
    assert stripe.get(f"/v1/customers/{customer}").balance == -500


def test_a_balance_in_another_currency_is_applied_to_invoices_in_that(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    path = f"/v1/customers/{customer}"
    stripe.post(f"{path}/balance_transactions", amount=-300, currency="usd")
    stripe.types()
    entry = stripe.post(f"{path}/balance_transactions", amount=-800, currency="eur")
    assert (entry.currency, entry.amount, entry.ending_balance) == ("eur", -800, -800)
    assert stripe.types() == []
    credit = {"expand": ["invoice_credit_balance"]}
    shown = stripe.get(path, **credit)
    assert (shown.currency, shown.balance) == ("usd", -300)
    assert shown.invoice_credit_balance == {"eur": 800, "usd": 300}
    stripe.post("/v1/invoiceitems", customer=customer, amount=2000, currency="eur")
    draft = stripe.post(
        "/v1/invoices", customer=customer, currency="eur", pending_invoice_items_behavior="include"
    )
    invoice = stripe.post(f"/v1/invoices/{draft.id}/finalize")
    assert sums(invoice) == (2000, 1200, -800, 0)
    assert stripe.get(path, **credit).invoice_credit_balance == {"usd": 300}
    stripe.post(f"/v1/invoices/{draft.id}/void")
    assert stripe.get(path, **credit).invoice_credit_balance == {"eur": 800, "usd": 300}
