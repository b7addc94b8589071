"""Taxes that Stripe works out for invoices, those of Subscriptions too."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Reply, Stripe


@pytest.fixture
def shop(stripe: Stripe) -> Stripe:
    """A shop at home in France that collects taxes in Germany."""
    office = {"address": {"country": "FR"}}
    stripe.post("/v1/tax/settings", head_office=office, defaults={"tax_code": "txcd_99999999"})
    stripe.post(
        "/v1/tax/registrations",
        country="DE",
        country_options={"de": {"type": "standard"}},
        active_from="now",
    )
    return stripe


def customer_in(stripe: Stripe, country: str, **more: str) -> str:
    method = "pm_card_visa"
    made = stripe.post(
        "/v1/customers", address={"country": country}, payment_method=method,
        invoice_settings={"default_payment_method": method}, **more,
    )  # fmt: skip
    return str(made.id)


def billed(stripe: Stripe, customer: str, **more: object) -> Reply:
    invoice = stripe.post(
        "/v1/invoices", customer=customer, currency="eur", automatic_tax={"enabled": True}
    )
    stripe.post(
        "/v1/invoiceitems", customer=customer, invoice=invoice.id, amount=1000, currency="eur",
        **more,
    )  # fmt: skip
    return stripe.post(f"/v1/invoices/{invoice.id}/finalize")


def test_an_invoice_works_out_the_taxes_of_where_its_customer_lives(shop: Stripe) -> None:
    invoice = billed(shop, customer_in(shop, "DE"))
    assert (invoice.automatic_tax.enabled, invoice.automatic_tax.status) == (True, "complete")
    assert (invoice.total_excluding_tax, invoice.total) == (1000, 1190)
    [tax] = invoice.total_taxes
    assert (tax.amount, tax.taxability_reason, tax.taxable_amount) == (190, "standard_rated", 1000)
    rate = shop.get(f"/v1/tax_rates/{tax.tax_rate_details.tax_rate}")
    assert (rate.percentage, rate.country, rate.tax_type) == (19.0, "DE", "vat")


def test_invoices_that_are_taxed_alike_share_a_tax_rate(shop: Stripe) -> None:
    customer = customer_in(shop, "DE")
    rates = {billed(shop, customer).total_taxes[0].tax_rate_details.tax_rate for _ in range(2)}
    assert len(rates) == 1
    assert len(shop.get("/v1/tax_rates").data) == 1


def test_an_invoice_says_why_it_collects_nothing(shop: Stripe) -> None:
    abroad = billed(shop, customer_in(shop, "GB"))
    assert (abroad.total, abroad.total_taxes[0].taxability_reason) == (1000, "not_collecting")
    exempt = billed(shop, customer_in(shop, "DE", tax_exempt="exempt"))
    assert (exempt.total, exempt.total_taxes[0].taxability_reason) == (1000, "customer_exempt")


def test_an_invoice_can_be_told_so_later(shop: Stripe) -> None:
    customer = customer_in(shop, "DE")
    invoice = shop.post("/v1/invoices", customer=customer, currency="eur")
    shop.post(
        "/v1/invoiceitems", customer=customer, invoice=invoice.id, amount=1000, currency="eur"
    )
    path = f"/v1/invoices/{invoice.id}"
    assert shop.post(path, automatic_tax={"enabled": True}).total == 1190
    assert shop.post(path, automatic_tax={"enabled": False}).total == 1000


def test_without_an_address_nothing_is_worked_out(shop: Stripe) -> None:
    customer = shop.post("/v1/customers").id
    invoice = shop.post("/v1/invoices", customer=customer, automatic_tax={"enabled": True})
    assert invoice.automatic_tax.status == "requires_location_inputs"


def test_each_period_of_a_subscription_is_taxed(shop: Stripe) -> None:
    price = shop.post(
        "/v1/prices", currency="eur", unit_amount=1190, recurring={"interval": "month"},
        product_data={"name": "Club"}, tax_behavior="inclusive",
    )  # fmt: skip
    made = shop.post(
        "/v1/subscriptions", customer=customer_in(shop, "DE"), items=[{"price": price.id}],
        automatic_tax={"enabled": True}, expand=["latest_invoice"],
    )  # fmt: skip
    first = made.latest_invoice
    assert (first.total, first.total_excluding_tax, first.amount_paid) == (1190, 1000, 1190)
    assert first.automatic_tax.enabled
    shop.advance(days=32)
    newest = shop.get("/v1/invoices", subscription=made.id).data[0]
    assert (newest.id != first.id, newest.total_excluding_tax) == (True, 1000)
