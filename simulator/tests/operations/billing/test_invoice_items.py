"""Invoice items: on which invoice they are, what they cost, and what is taken off and added.

Source: API reference, "Invoice Items".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

BEFORE_BASIL = "2024-06-20"


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org").id)


def item(stripe: Stripe, customer: str, amount: int = 500, **more: Any) -> Any:
    return stripe.post(
        "/v1/invoiceitems", customer=customer, **{"amount": amount, "currency": "usd"} | more
    )


def draft(stripe: Stripe, customer: str, **more: Any) -> Any:
    return stripe.post(
        "/v1/invoices", customer=customer, pending_invoice_items_behavior="include", **more
    )


def test_the_first_decides_in_which_currency_its_customer_pays(
    stripe: Stripe, customer: str
) -> None:
    stripe.types()
    item(stripe, customer, currency="eur")
    updated, created = stripe.told()
    assert (updated.type, created.type) == ("customer.updated", "invoiceitem.created")
    assert updated.data.previous_attributes.currency is None
    assert stripe.get(f"/v1/customers/{customer}").currency == "eur"
    invoice = draft(stripe, customer)
    assert (invoice.currency, invoice.total) == ("eur", 500)


def test_an_invoice_decides_so_too(stripe: Stripe, customer: str) -> None:
    draft(stripe, customer, currency="eur")
    assert stripe.get(f"/v1/customers/{customer}").currency == "eur"


def test_what_is_deleted_is_billed_no_more(stripe: Stripe, customer: str) -> None:
    item(stripe, customer, 300)
    invoice = draft(stripe, customer)
    more = item(stripe, customer, 200, invoice=invoice.id)
    path = f"/v1/invoices/{invoice.id}"
    assert stripe.get(path).total == 500
    stripe.types()
    assert stripe.delete(f"/v1/invoiceitems/{more.id}").deleted
    assert stripe.types() == ["invoice.updated", "invoiceitem.deleted"]
    shown = stripe.get(path)
    assert (shown.total, shown.lines.total_count) == (300, 1)


def test_what_is_on_a_final_invoice_stays(stripe: Stripe, customer: str) -> None:
    billed = item(stripe, customer)
    stripe.post(f"/v1/invoices/{draft(stripe, customer).id}/finalize")
    refused = stripe.delete(f"/v1/invoiceitems/{billed.id}")
    assert refused.error.message == (
        "Can't delete an invoice item that is attached to an invoice that is no longer editable"
    )
    assert stripe.get(f"/v1/invoiceitems/{billed.id}").id == billed.id


def test_what_was_on_a_deleted_draft_is_billed_no_more(stripe: Stripe, customer: str) -> None:
    lost = item(stripe, customer)
    stripe.delete(f"/v1/invoices/{draft(stripe, customer).id}")
    assert stripe.get("/v1/invoiceitems", customer=customer, pending=True).data == []
    assert draft(stripe, customer).total == 0
    refused = stripe.post(f"/v1/invoiceitems/{lost.id}", description="Late")
    assert refused.error.message == "This invoice item has been deleted."
    assert stripe.delete(f"/v1/invoiceitems/{lost.id}").error.message == (
        "Can't delete an invoice item that is attached to an invoice that is no longer editable"
    )


def test_one_that_there_is_not_is_told_in_which_mode(stripe: Stripe) -> None:
    refused = stripe.get("/v1/invoiceitems/ii_none")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == "No such Invoice Item: 'ii_none'(livemode=false)"


def test_a_draft_of_a_subscription_is_not_deleted(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    made = subscription(stripe, customer)
    stripe.post(f"/v1/subscriptions/{made.id}", pause_collection={"behavior": "keep_as_draft"})
    stripe.advance(days=32)
    newest = stripe.get("/v1/invoices", subscription=made.id).data[0]
    assert newest.status == "draft"
    assert stripe.delete(f"/v1/invoices/{newest.id}").http == 400


def test_a_price_may_be_a_fraction(stripe: Stripe, customer: str) -> None:
    made = stripe.post(
        "/v1/invoiceitems",
        customer=customer,
        currency="usd",
        unit_amount_decimal="12.5",
        quantity=3,
    )
    assert (made.amount, made.pricing.unit_amount_decimal) == (38, "12.5")
    older = stripe.at_version(BEFORE_BASIL).post(
        "/v1/invoiceitems", customer=customer, currency="usd", unit_amount=-20, quantity=2
    )
    assert (older.amount, older.unit_amount, older.discountable) == (-40, -20, False)


def test_another_amount_is_another_price(stripe: Stripe, customer: str) -> None:
    made = item(stripe, customer)
    changed = stripe.post(f"/v1/invoiceitems/{made.id}", amount=700)
    assert (changed.amount, changed.pricing.unit_amount_decimal) == (700, "700")


def test_an_amount_is_for_all_of_it_and_has_no_quantity(stripe: Stripe, customer: str) -> None:
    both = {"amount": 1000, "quantity": 2}
    refused = stripe.post("/v1/invoiceitems", customer=customer, currency="usd", **both)
    said = "You may only specify one of these parameters: amount, quantity."
    assert (refused.http, refused.error.message) == (400, said)
    made = item(stripe, customer)
    assert stripe.post(f"/v1/invoiceitems/{made.id}", **both).error.message == said
    assert stripe.get(f"/v1/invoiceitems/{made.id}").body == made.body


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"tax_rates": ["txr_x"]}, "tax_rates[0]"),
        ({"discounts": [{"coupon": "gone"}]}, "discounts[0][coupon]"),
        ({"subscription": "sub_x"}, "subscription"),
    ],
)
def test_what_it_names_must_be_there(
    stripe: Stripe, customer: str, given: dict[str, Any], param: str
) -> None:
    refused = item(stripe, customer, **given)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", param)


def test_an_inline_price_needs_a_product_that_is_there(stripe: Stripe, customer: str) -> None:
    data = {"product": "prod_x", "currency": "usd", "unit_amount": 1}
    refused = stripe.post("/v1/invoiceitems", customer=customer, price_data=data)
    assert refused.refusal[2:] == ("resource_missing", "price_data[product]")


def test_a_recurring_price_is_none_for_an_item(stripe: Stripe, customer: str) -> None:
    price = monthly(stripe)
    refused = stripe.post("/v1/invoiceitems", customer=customer, pricing={"price": price})
    assert "`type=one_time`" in refused.error.message


def test_its_own_discount_and_taxes_are_its_lines(stripe: Stripe, customer: str) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=50, duration="once").id
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=10, inclusive=False).id
    made = item(stripe, customer, 1000, discounts=[{"coupon": coupon}], tax_rates=[rate])
    assert [tax.id for tax in made.tax_rates] == [rate]
    [discount] = made.discounts
    item(stripe, customer, 300)
    invoice = draft(stripe, customer)
    assert (invoice.subtotal, invoice.total) == (1300, 500 + 50 + 300)
    assert invoice.total_discount_amounts == [{"amount": 500, "discount": discount}]
    changed = stripe.post(f"/v1/invoiceitems/{made.id}", discounts="", tax_rates="")
    assert (changed.discounts, changed.tax_rates) == ([], [])
    assert stripe.get(f"/v1/invoices/{invoice.id}").total == 1300


def test_an_invoices_discount_and_taxes_are_for_all_of_its_lines(
    stripe: Stripe, customer: str
) -> None:
    coupon = stripe.post("/v1/coupons", amount_off=100, currency="usd", duration="once").id
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=10, inclusive=False).id
    item(stripe, customer, 600)
    invoice = draft(stripe, customer, discounts=[{"coupon": coupon}], default_tax_rates=[rate])
    assert invoice.total == 500 + 50
    item(stripe, customer, 1000, invoice=invoice.id)
    path = f"/v1/invoices/{invoice.id}"
    assert stripe.get(path).total == 1500 + 150
    assert stripe.post(path, discounts="", default_tax_rates="").total == 1600


def test_another_currency_does_not_go_on_the_same_invoice(stripe: Stripe, customer: str) -> None:
    invoice = draft(stripe, customer, currency="usd")
    assert item(stripe, customer, currency="eur", invoice=invoice.id).http == 400


def test_what_is_for_one_subscription_waits_for_that_ones_invoice(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    first, second = subscription(stripe, customer), subscription(stripe, customer)
    waits = item(stripe, customer, 700, subscription=second.id)
    assert waits.parent.subscription_details.subscription == second.id
    older = stripe.at_version(BEFORE_BASIL).get(f"/v1/invoiceitems/{waits.id}")
    assert older.subscription == second.id
    own = stripe.post("/v1/invoices", customer=customer, subscription=first.id)
    assert (own.total, own.parent.subscription_details.subscription) == (0, first.id)
    stripe.advance(days=32)
    totals = {
        made.id: stripe.get("/v1/invoices", subscription=made.id).data[0].total
        for made in (first, second)
    }
    assert totals == {first.id: 1000, second.id: 1700}


def test_an_invoice_for_a_subscription_has_what_waits_for_that_one_alone(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", source="tok_visa").id
    made = subscription(stripe, customer)
    item(stripe, customer, 700, subscription=made.id)
    item(stripe, customer, 500)
    asked = {"customer": customer, "subscription": made.id}
    both = {**asked, "pending_invoice_items_behavior": "include"}
    refused = stripe.post("/v1/invoices", **both)
    assert refused.error.message == (
        "You may only specify one of these parameters: pending_invoice_items_behavior,"
        " subscription."
    )
    assert stripe.post("/v1/invoices", **asked).total == 700
    assert stripe.post("/v1/invoices", **asked).total == 0, "nothing waits any more"
    item(stripe, customer, 300, subscription=made.id)
    assert stripe.at_version("2020-08-27").post("/v1/invoices", **both).total == 800


def test_an_invoice_could_once_be_asked_for_only_if_something_waits(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    required = {"customer": customer, "pending_invoice_items_behavior": "include_and_require"}
    assert stripe.post("/v1/invoices", **required).error.param == "pending_invoice_items_behavior"
    then = stripe.at_version("2022-08-01")
    assert then.post("/v1/invoices", **required).http == 400
    item(stripe, customer, 500)
    assert then.post("/v1/invoices", **required).total == 500


def test_what_belongs_to_a_test_clock_says_so(stripe: Stripe) -> None:
    clock = stripe.post("/v1/test_helpers/test_clocks", frozen_time=stripe.now).id
    customer = stripe.post("/v1/customers", test_clock=clock).id
    assert item(stripe, customer).test_clock == clock
    assert draft(stripe, customer).test_clock == clock


def monthly(stripe: Stripe) -> str:
    product = stripe.post("/v1/products", name="Magazine").id
    made = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=1000,
        recurring={"interval": "month"},
    )  # fmt: skip
    return str(made.id)


def subscription(stripe: Stripe, customer: str) -> Any:
    return stripe.post("/v1/subscriptions", customer=customer, items=[{"price": monthly(stripe)}])
