"""What statements say of invoices. Source: API reference, "Products" (statement_descriptor)."""

from typing import Any

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, open_session, pay


def price_of(stripe: Stripe, line: str | None) -> str:
    said = {} if line is None else {"statement_descriptor": line}
    product = stripe.post("/v1/products", name="Plan", **said).id
    monthly = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product, **monthly).id)


def charge_of(stripe: Stripe, invoice: str) -> Any:
    paid = stripe.get(f"/v1/invoices/{invoice}", expand=["payments"])
    intent = paid.payments.data[0].payment.payment_intent
    shown = stripe.get(f"/v1/payment_intents/{intent}", expand=["latest_charge"])
    return shown.latest_charge


def customer(stripe: Stripe) -> tuple[str, str]:
    made = stripe.post("/v1/customers", payment_method="pm_card_visa").id
    return made, stripe.get("/v1/payment_methods", customer=made).data[0].id


def subscribed(stripe: Stripe, *prices: str) -> Reply:
    payer, method = customer(stripe)
    items = [{"price": price} for price in prices]
    return stripe.post(
        "/v1/subscriptions", customer=payer, items=items, default_payment_method=method
    )


def test_a_statement_tells_the_first_product_that_says_what_it_should(stripe: Stripe) -> None:
    silent, first, second = (price_of(stripe, line) for line in (None, "ACME PRO", "ACME TEAM"))
    charge = charge_of(stripe, subscribed(stripe, silent, first, second).latest_invoice)
    assert charge.statement_descriptor == "ACME PRO"
    assert charge.calculated_statement_descriptor.endswith("ACME PRO")
    charge = charge_of(stripe, subscribed(stripe, silent).latest_invoice)
    assert charge.statement_descriptor is None
    assert "ACME" not in charge.calculated_statement_descriptor


def test_an_invoices_own_line_comes_first(stripe: Stripe) -> None:
    payer, method = customer(stripe)
    stripe.post("/v1/invoiceitems", customer=payer, amount=1000, currency="usd")
    invoice = stripe.post(
        "/v1/invoices",
        customer=payer,
        default_payment_method=method,
        statement_descriptor="ACME ONCE",
        pending_invoice_items_behavior="include",
    ).id
    stripe.post(f"/v1/invoices/{invoice}/pay")
    assert charge_of(stripe, invoice).statement_descriptor == "ACME ONCE"


def test_the_page_of_a_subscription_says_it_too(stripe: Stripe) -> None:
    line = {"price": price_of(stripe, "ACME PRO"), "quantity": 1}
    session = open_session(stripe, line, mode="subscription")
    pay(stripe, session)
    charge = charge_of(stripe, again(stripe, session).invoice)
    assert charge.calculated_statement_descriptor.endswith("ACME PRO")
