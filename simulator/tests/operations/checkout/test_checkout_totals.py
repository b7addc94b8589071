"""Of what a Session's totals are made: what each line shows when it is asked, and its Discount.

Source: API reference, "The Line Item object" (discounts, taxes), "The Discount object".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

POST: dict[str, Any] = {
    "display_name": "Post",
    "fixed_amount": {"amount": 500, "currency": "usd"},
    "type": "fixed_amount",
}


@pytest.fixture
def vat(stripe: Stripe) -> str:
    return str(stripe.post("/v1/tax_rates", display_name="VAT", percentage=10, inclusive=False).id)


@pytest.fixture
def half(stripe: Stripe) -> str:
    return str(stripe.post("/v1/coupons", id="HALF", percent_off=50).id)


def test_a_line_shows_of_what_it_is_made_only_when_it_is_asked(
    stripe: Stripe, vat: str, half: str
) -> None:
    session = open_session(stripe, goods(1000, tax_rates=[vat]), discounts=[{"coupon": half}])
    [bare] = stripe.get(f"/v1/checkout/sessions/{session.id}/line_items").data
    assert not {"discounts", "taxes"} & set(bare)
    [line] = stripe.get(
        f"/v1/checkout/sessions/{session.id}/line_items", expand=["data.taxes", "data.discounts"]
    ).data
    [off], [tax] = line.discounts, line.taxes
    assert (off.amount, off.discount.object, off.discount.source.coupon) == (500, "discount", half)
    assert (tax.amount, tax.rate.id, tax.rate.object) == (50, vat, "tax_rate")
    assert (line.amount_discount, line.amount_tax, line.amount_total) == (500, 50, 550)


def test_a_line_of_a_session_is_asked_along_with_it(stripe: Stripe, vat: str) -> None:
    lines = [goods(1000, tax_rates=[vat]), goods(300)]
    session = open_session(stripe, *lines, expand=["line_items.data.taxes"])
    assert [[tax.amount for tax in line.taxes] for line in session.line_items.data] == [[100], []]
    assert "discounts" not in session.line_items.data[0]


def test_what_a_coupon_is_not_good_for_has_no_discount(stripe: Stripe) -> None:
    mug = stripe.post("/v1/products", name="Mug").id
    stripe.post("/v1/coupons", id="MUGS", percent_off=50, applies_to={"products": [mug]})
    prices = [{"currency": "usd", "unit_amount": 1000, "product": mug}]
    lines = [{"price_data": prices[0], "quantity": 1}, goods(800)]
    session = open_session(
        stripe, *lines, discounts=[{"coupon": "MUGS"}], expand=["line_items.data.discounts"]
    )
    assert [len(line.discounts) for line in session.line_items.data] == [1, 0]


def test_what_sending_is_taxed_with_is_asked_for(stripe: Stripe) -> None:
    session = open_session(stripe, shipping_options=[{"shipping_rate_data": POST}])
    assert "taxes" not in session.shipping_cost
    assert again(stripe, session, expand=["shipping_cost.taxes"]).shipping_cost.taxes == []


@pytest.mark.parametrize(
    ("mode", "line", "named"),
    [
        ("payment", goods(), True),
        ("subscription", goods(price_data={"recurring": {"interval": "month"}}), False),
    ],
)
def test_the_discount_of_a_payment_names_its_session(
    stripe: Stripe, half: str, mode: str, line: Any, named: bool
) -> None:
    customer = stripe.post("/v1/customers").id
    session = open_session(
        stripe,
        line,
        mode=mode,
        customer=customer,
        discounts=[{"coupon": half}],
        expand=["total_details.breakdown"],
    )
    [off] = session.total_details.breakdown.discounts
    assert off.discount.checkout_session == (session.id if named else None)
    assert off.discount.customer == customer


def test_the_invoice_of_a_payment_comes_to_what_was_paid(
    stripe: Stripe, vat: str, half: str
) -> None:
    session = open_session(
        stripe,
        goods(1000, tax_rates=[vat]),
        goods(300),
        discounts=[{"coupon": half}],
        invoice_creation={"enabled": True},
        shipping_options=[{"shipping_rate_data": POST}],
    )
    pay(stripe, session)
    paid = again(stripe, session, expand=["invoice.discounts"])
    invoice = paid.invoice
    assert (invoice.subtotal, invoice.total, invoice.amount_paid) == (1300, 1200, 1200)
    assert (invoice.amount_shipping, paid.amount_total) == (500, 1200)
    assert [tax.amount for tax in invoice.total_taxes] == [50]
    [discount] = invoice.discounts
    assert discount.checkout_session == session.id
    assert [(off.amount, off.discount) for off in invoice.total_discount_amounts] == [
        (650, discount.id)
    ]


def test_the_invoice_of_a_payment_looks_as_was_asked(stripe: Stripe) -> None:
    asked = {
        "custom_fields": [{"name": "PO", "value": "17"}],
        "footer": "Thanks",
        "rendering_options": {"amount_tax_display": "include_inclusive_tax"},
    }
    session = open_session(stripe, invoice_creation={"enabled": True, "invoice_data": asked})
    pay(stripe, session)
    invoice = again(stripe, session, expand=["invoice"]).invoice
    assert (invoice.custom_fields, invoice.footer) == (asked["custom_fields"], "Thanks")
    assert invoice.rendering.amount_tax_display == "include_inclusive_tax"


# Taxes that Stripe works out.


def taxed_in_germany(stripe: Stripe) -> None:
    stripe.post(
        "/v1/tax/settings",
        head_office={"address": {"country": "FR"}},
        defaults={"tax_code": "txcd_99999999"},
    )
    stripe.post(
        "/v1/tax/registrations",
        country="DE",
        country_options={"de": {"type": "standard"}},
        active_from="now",
    )


BREAKDOWN = ["total_details.breakdown"]


def test_a_page_works_out_the_taxes_of_where_its_customer_lives(stripe: Stripe) -> None:
    taxed_in_germany(stripe)
    customer = stripe.post("/v1/customers", address={"country": "DE"}).id
    session = open_session(
        stripe,
        goods(1000),
        goods(1190, price_data={"tax_behavior": "inclusive"}),
        customer=customer,
        automatic_tax={"enabled": True},
        expand=BREAKDOWN,
    )
    assert (session.amount_subtotal, session.amount_total) == (2190, 2380)
    assert session.total_details.amount_tax == 380
    added, inside = session.total_details.breakdown.taxes
    assert (added.amount, added.taxability_reason) == (190, "standard_rated")
    assert (added.rate.percentage, added.rate.inclusive, added.rate.tax_type) == (
        19.0,
        False,
        "vat",
    )
    assert (inside.taxable_amount, inside.rate.inclusive) == (1000, True)


def test_a_page_works_out_taxes_once_it_is_known_where_the_shopper_is(stripe: Stripe) -> None:
    taxed_in_germany(stripe)
    session = open_session(stripe, goods(1000), automatic_tax={"enabled": True})
    assert (session.amount_total, session.automatic_tax.status) == (
        1000,
        "requires_location_inputs",
    )
    pay(stripe, session, address={"country": "DE"})
    after = again(stripe, session, expand=["payment_intent"])
    assert (after.amount_total, after.payment_intent.amount_received) == (1190, 1190)
    assert (after.total_details.amount_tax, after.automatic_tax.status) == (190, "complete")


def test_a_page_says_why_it_collects_no_taxes(stripe: Stripe) -> None:
    taxed_in_germany(stripe)
    session = open_session(stripe, goods(1000), automatic_tax={"enabled": True})
    pay(stripe, session, address={"country": "GB"})
    after = again(stripe, session, expand=BREAKDOWN)
    assert after.amount_total == 1000
    [tax] = after.total_details.breakdown.taxes
    assert (tax.amount, tax.taxability_reason, tax.taxable_amount) == (0, "not_collecting", 0)


def test_other_lines_are_taxed_as_well_before_anything_is_submitted(stripe: Stripe) -> None:
    taxed_in_germany(stripe)
    customer = stripe.post("/v1/customers", address={"country": "DE"}).id
    session = open_session(stripe, goods(1000), customer=customer, automatic_tax={"enabled": True})
    after = stripe.post(
        f"/v1/checkout/sessions/{session.id}", line_items=[goods(1000), goods(2000)]
    )
    assert (after.amount_subtotal, after.amount_total) == (3000, 3570)
    assert after.total_details.amount_tax == 570
