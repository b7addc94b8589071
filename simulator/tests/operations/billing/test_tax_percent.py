"""The percentage that older clients tax with. Source: Stripe docs, "Migrating to Tax Rates"."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_invoices import billed
from simulator.tests.operations.billing.test_subscription_discounts import subscribe

OLD, NEW = "2020-03-02", "2020-08-27"


@pytest.fixture
def old(stripe: Stripe) -> Stripe:
    return stripe.at_version(OLD)


def test_every_invoice_of_a_subscription_is_taxed(old: Stripe) -> None:
    made = subscribe(old, tax_percent=20, expand=["latest_invoice"])
    assert made.tax_percent == 20
    first = made.latest_invoice
    assert (first.tax_percent, first.subtotal, first.tax, first.total) == (20, 2500, 500, 3000)
    [line] = first.lines.data
    assert [tax.amount for tax in line.tax_amounts] == [500]
    old.advance(days=32)
    [renewal, _] = old.get("/v1/invoices", subscription=made.id).data
    assert (renewal.tax_percent, renewal.total) == (20, 3000)


def test_it_stands_for_a_tax_rate_that_lacks_a_name(old: Stripe) -> None:
    made = subscribe(old, tax_percent=7.5)
    [rate] = made.default_tax_rates
    assert (rate.percentage, rate.inclusive, rate.display_name) == (7.5, False, "")
    assert subscribe(old, tax_percent=7.5).default_tax_rates == [rate]
    assert old.get("/v1/tax_rates").data == [rate]
    newer = old.at_version(NEW).get(f"/v1/subscriptions/{made.id}")
    assert newer.default_tax_rates == [rate]
    assert "tax_percent" not in newer.body


def test_a_subscription_changes_it_and_gives_it_up(old: Stripe) -> None:
    made = subscribe(old)
    path = f"/v1/subscriptions/{made.id}"
    assert old.post(path, tax_percent="8.25").tax_percent == 8.25
    assert old.post(path, metadata={"a": "b"}).tax_percent == 8.25
    upcoming = old.get("/v1/invoices/upcoming", subscription=made.id)
    assert (upcoming.tax, upcoming.tax_percent) == (206, 8.25)
    assert old.post(path, tax_percent="").body["tax_percent"] is None
    assert old.get(path).default_tax_rates == []


def test_what_comes_is_shown_with_another_percentage(old: Stripe) -> None:
    made = subscribe(old, tax_percent=5)
    asked = {"subscription": made.id, "subscription_tax_percent": 10}
    assert old.get("/v1/invoices/upcoming", **asked).total == 2750
    assert old.get(f"/v1/subscriptions/{made.id}").tax_percent == 5
    newer = old.at_version(NEW).get("/v1/invoices/upcoming", **asked)
    assert newer.refusal == (
        400, "invalid_request_error", "parameter_unknown", "subscription_tax_percent",
    )  # fmt: skip


def test_an_invoice_has_one_of_its_own(old: Stripe) -> None:
    customer = old.post("/v1/customers", source="tok_visa").id
    path = f"/v1/invoices/{billed(old, customer, 1000).id}"
    taxed = old.post(path, tax_percent=19)
    assert (taxed.tax_percent, taxed.tax, taxed.total) == (19, 190, 1190)
    assert old.post(path, tax_percent="").total == 1000
    old.post("/v1/invoiceitems", customer=customer, amount=300, currency="usd")
    drawn_up = old.post("/v1/invoices", customer=customer, tax_percent=10)
    assert (drawn_up.tax, drawn_up.total, drawn_up.tax_percent) == (30, 330, 10)


def test_other_tax_rates_are_told_by_no_percentage(old: Stripe) -> None:
    rates = [
        old.post("/v1/tax_rates", display_name="VAT", percentage=percent, inclusive=inclusive).id
        for percent, inclusive in ((10, False), (3, False), (10, True))
    ]
    for named, shown in (([rates[0]], 10), (rates[:2], None), ([rates[2]], None)):
        made = subscribe(old, default_tax_rates=named, expand=["latest_invoice"])
        assert (made.tax_percent, made.latest_invoice.tax_percent) == (shown, shown)


def test_a_rate_of_an_item_is_told_by_no_percentage(old: Stripe) -> None:
    rate = old.post("/v1/tax_rates", display_name="VAT", percentage=3, inclusive=False).id
    price = subscribe(old).plan.id
    made = old.post(
        "/v1/subscriptions",
        customer=old.post("/v1/customers", source="tok_visa").id,
        items=[{"price": price, "tax_rates": [rate]}],
        tax_percent=20,
        expand=["latest_invoice"],
    )
    assert (made.tax_percent, made.latest_invoice.tax_percent) == (None, None)
    assert made.latest_invoice.tax == 75


@pytest.mark.parametrize("percent", ["-1", "100.5", "1.23456"])
def test_it_is_between_nothing_and_all_with_four_places(old: Stripe, percent: str) -> None:
    refused = subscribe(old, tax_percent=percent)
    assert refused.refusal == (400, "invalid_request_error", None, "tax_percent")
    assert percent in refused.error.message


def test_it_stands_beside_no_tax_rates(old: Stripe) -> None:
    rate = old.post("/v1/tax_rates", display_name="VAT", percentage=3, inclusive=False).id
    refused = subscribe(old, tax_percent=3, default_tax_rates=[rate])
    assert refused.error.code == "parameters_exclusive"


@pytest.mark.parametrize("path", ["/v1/subscriptions", "/v1/invoices"])
def test_it_is_unknown_since_there_are_tax_rates(stripe: Stripe, path: str) -> None:
    given: dict[str, Any] = {"customer": stripe.post("/v1/customers").id, "tax_percent": 20}
    refused = stripe.at_version(NEW).post(path, **given)
    assert refused.refusal == (400, "invalid_request_error", "parameter_unknown", "tax_percent")
