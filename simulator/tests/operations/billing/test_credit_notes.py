"""Credit Notes: what is given back of a final invoice, and where it goes.

Source: API reference, "Create a credit note"; Stripe docs, "Credit notes".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


def invoiced(stripe: Stripe, amount: int = 2400, *, paid: bool, **more: Any) -> Any:
    customer = stripe.post("/v1/customers", email="jo@example.org", source="tok_visa").id
    stripe.post("/v1/invoiceitems", customer=customer, amount=amount, currency="usd", **more)
    draft = stripe.post(
        "/v1/invoices", customer=customer, auto_advance=False,
        pending_invoice_items_behavior="include",
    )  # fmt: skip
    final = stripe.post(f"/v1/invoices/{draft.id}/finalize")
    return stripe.post(f"/v1/invoices/{final.id}/pay") if paid else final


def note(stripe: Stripe, invoice: Any, **given: Any) -> Any:
    return stripe.post("/v1/credit_notes", invoice=invoice.id, **given)


def again(stripe: Stripe, invoice: Any) -> Any:
    return stripe.get(f"/v1/invoices/{invoice.id}")


def test_less_is_owed_of_an_open_invoice(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    made = note(stripe, invoice, amount=300, reason="order_change", memo="Late")
    assert (made.total, made.amount, made.subtotal) == (300, 300, 300)
    assert (made.type, made.pre_payment_amount, made.post_payment_amount) == (
        "pre_payment", 300, 0,
    )  # fmt: skip
    assert (made.customer, made.number) == (invoice.customer, f"{invoice.number}-CN-01")
    after = again(stripe, invoice)
    assert (after.amount_due, after.amount_remaining, after.total) == (2100, 2100, 2400)
    assert after.pre_payment_credit_notes_amount == 300
    assert note(stripe, invoice, amount=100).number == f"{invoice.number}-CN-02"
    paid = stripe.post(f"/v1/invoices/{invoice.id}/pay")
    assert (paid.status, paid.amount_paid) == ("paid", 2000)
    [charge] = stripe.get("/v1/charges", customer=invoice.customer).data
    assert charge.amount == 2000


def test_a_note_is_in_effect_from_now_or_when_it_says(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    assert note(stripe, invoice, amount=100).effective_at == stripe.now
    earlier = stripe.now - 60
    assert note(stripe, invoice, amount=100, effective_at=earlier).effective_at == earlier


def test_an_open_invoice_that_is_credited_whole_is_paid(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    note(stripe, invoice, amount=2400)
    after = again(stripe, invoice)
    assert (after.status, after.amount_remaining, after.amount_paid) == ("paid", 0, 0)
    assert stripe.get("/v1/charges", customer=invoice.customer).data == []


def test_what_was_paid_is_refunded_or_credited_or_given_back_elsewhere(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=True)
    made = note(
        stripe, invoice, amount=1000, refund_amount=500, credit_amount=300, out_of_band_amount=200
    )
    assert (made.type, made.post_payment_amount) == ("post_payment", 1000)
    [row] = made.refunds
    assert stripe.get(f"/v1/refunds/{row.refund}").amount == row.amount_refunded == 500
    assert stripe.get(f"/v1/customers/{invoice.customer}").balance == -300
    url = f"/v1/customers/{invoice.customer}/balance_transactions"
    entry = stripe.get(f"{url}/{made.customer_balance_transaction}")
    assert (entry.type, entry.amount, entry.credit_note) == ("credit_note", -300, made.id)
    after = again(stripe, invoice)
    assert (after.post_payment_credit_notes_amount, after.amount_paid) == (1000, 2400)


@pytest.mark.parametrize("given", [{}, {"refund_amount": 999}, {"credit_amount": 1001}])
def test_what_was_paid_is_given_back_to_the_last_cent(stripe: Stripe, given: Any) -> None:
    invoice = invoiced(stripe, paid=True)
    refused = note(stripe, invoice, amount=1000, **given)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    back = {0: "$0.00", 999: "$9.99", 1001: "$10.01"}[sum(given.values())]
    assert refused.error.message == (
        f"The sum of refunds, credit amount, and out of band amount ({back}) must equal the credit"
        " note post_payment_amount ($10.00)."
    )
    assert stripe.get("/v1/refunds").data == []


def test_no_more_is_credited_than_was_invoiced(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    assert note(stripe, invoice, amount=2401).http == 400
    note(stripe, invoice, amount=2000)
    assert note(stripe, invoice, amount=401).http == 400


def test_an_invoices_line_is_given_back_with_its_tax(stripe: Stripe) -> None:
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False).id
    invoice = invoiced(stripe, 1000, paid=False, tax_rates=[rate])
    assert invoice.total == 1200
    [line] = invoice.lines.data
    half = {"type": "invoice_line_item", "invoice_line_item": line.id, "amount": 500}
    made = note(stripe, invoice, lines=[half])
    assert (made.subtotal, made.total, made.total_excluding_tax) == (500, 600, 500)
    [listed] = stripe.get(f"/v1/credit_notes/{made.id}/lines").data
    assert (listed.amount, listed.invoice_line_item) == (500, line.id)
    assert again(stripe, invoice).amount_remaining == 600


def test_a_line_of_its_own_may_be_taxed(stripe: Stripe) -> None:
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False).id
    invoice = invoiced(stripe, paid=False)
    own = {"type": "custom_line_item", "quantity": 2, "unit_amount": 100, "tax_rates": [rate]}
    made = note(stripe, invoice, lines=[own | {"description": "Delay"}, own])
    assert (made.subtotal, made.total) == (400, 480)
    [tax] = made.total_taxes
    assert (tax.amount, tax.taxable_amount) == (80, 400)
    assert again(stripe, invoice).amount_remaining == 1920


def test_a_preview_changes_nothing(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    assert stripe.get("/v1/credit_notes/preview", invoice=invoice.id, amount=300).total == 300
    assert again(stripe, invoice).amount_remaining == 2400
    assert stripe.get("/v1/credit_notes", invoice=invoice.id).data == []


def test_a_note_that_lowered_an_open_invoice_can_be_voided(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    made = note(stripe, invoice, amount=300)
    void = stripe.post(f"/v1/credit_notes/{made.id}/void")
    assert (void.status, void.voided_at) == ("void", stripe.now)
    after = again(stripe, invoice)
    assert (after.amount_remaining, after.pre_payment_credit_notes_amount) == (2400, 0)
    assert stripe.post(f"/v1/credit_notes/{made.id}/void").http == 400


def test_what_was_taken_off_an_invoice_is_not_given_back(stripe: Stripe) -> None:
    invoice = invoiced(stripe, -500, paid=False)
    [line] = invoice.lines.data
    given = [{"type": "invoice_line_item", "invoice_line_item": line.id, "quantity": 1}]
    assert "must not be negative" in note(stripe, invoice, lines=given).error.message
    assert again(stripe, invoice).body == invoice.body


def test_a_note_of_nothing_changes_no_invoice(stripe: Stripe) -> None:
    invoice = invoiced(stripe, paid=False)
    [line] = invoice.lines.data
    stripe.types()
    given = [{"type": "invoice_line_item", "invoice_line_item": line.id, "amount": 0}]
    note(stripe, invoice, lines=given)
    assert "invoice.updated" not in stripe.types()
