from typing import Any

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org").id)


def billed(stripe: Stripe, customer: str, amount: int = 500) -> Any:
    """A draft over one item."""
    stripe.post("/v1/invoiceitems", customer=customer, amount=amount, currency="usd")
    return stripe.post(
        "/v1/invoices", customer=customer, currency="usd", pending_invoice_items_behavior="include"
    )


def test_a_draft_bills_nothing_by_itself(stripe: Stripe, customer: str) -> None:
    stripe.post("/v1/invoiceitems", customer=customer, amount=500, currency="usd")
    invoice = stripe.post("/v1/invoices", customer=customer)
    assert (invoice.status, invoice.total, invoice.number) == ("draft", 0, None)
    assert invoice.lines.total_count == 0


def test_an_invoice_is_in_the_name_of_its_account(stripe: Stripe, customer: str) -> None:
    name = stripe.get("/v1/account").settings.dashboard.display_name
    assert stripe.post("/v1/invoices", customer=customer).account_name == name == "Paidonce"


def test_pending_items_are_billed_where_they_are_asked_for(stripe: Stripe, customer: str) -> None:
    invoice = billed(stripe, customer)
    assert (invoice.total, invoice.amount_due, invoice.lines.total_count) == (500, 500, 1)
    [item] = stripe.get("/v1/invoiceitems", customer=customer).data
    assert item.invoice == invoice.id
    assert stripe.get("/v1/invoiceitems", customer=customer, pending=True).data == []


def test_a_negative_item_is_a_credit(stripe: Stripe, customer: str) -> None:
    credit = stripe.post("/v1/invoiceitems", customer=customer, amount=-100, currency="usd")
    assert (credit.amount, credit.discountable) == (-100, False)
    assert credit.pricing.unit_amount_decimal == "-100"
    invoice = billed(stripe, customer, 500)
    assert (invoice.total, invoice.amount_due, invoice.lines.total_count) == (400, 400, 2)


def test_a_final_invoice_has_a_number_and_a_page(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    final = stripe.post(f"{path}/finalize")
    assert final.status == "open"
    assert final.number.endswith("-0001")
    assert final.hosted_invoice_url.startswith("https://invoice.stripe.com/i/acct_")
    assert final.invoice_pdf.startswith("https://pay.stripe.com/invoice/acct_")
    assert stripe.post(f"{path}/finalize").error.message == (
        "This invoice is already finalized, you can't re-finalize a non-draft invoice."
    )


def test_its_lines_come_in_pages(stripe: Stripe, customer: str) -> None:
    for amount in (100, 200, 300):
        stripe.post("/v1/invoiceitems", customer=customer, amount=amount, currency="usd")
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    lines = stripe.get(path).lines.data
    first = stripe.get(f"{path}/lines", limit=3)
    assert (first.data, first.has_more) == (lines[:3], True)
    rest = stripe.get(f"{path}/lines", starting_after=first.data[-1].id)
    assert (rest.data, rest.has_more) == (lines[3:], False)
    refused = stripe.get(f"{path}/lines", starting_after="il_gone")
    assert refused.refusal[2:] == ("resource_missing", "starting_after")


def test_its_payments_are_read_by_themselves(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    stripe.post(f"{path}/finalize")
    listed = stripe.get(path, expand=["payments"]).payments
    [payment] = listed.data
    assert listed.url == "/v1/invoices/payments"
    assert stripe.get(f"/v1/invoice_payments/{payment.id}").body == payment
    intent = payment.payment.payment_intent
    for wanted in (
        {"invoice": payment.invoice},
        {"status": "open"},
        {"payment": {"type": "payment_intent", "payment_intent": intent}},
    ):
        assert stripe.get("/v1/invoice_payments", **wanted).data == [payment]
    assert stripe.get("/v1/invoice_payments", status="paid").data == []
    missing = stripe.get("/v1/invoice_payments", invoice="in_gone")
    assert missing.refusal[::2] == (400, "resource_missing")
    details = stripe.get(f"/v1/payment_intents/{intent}").payment_details
    assert details == {"customer_reference": None, "order_reference": payment.invoice}


def test_an_invoice_over_nothing_is_paid_when_it_is_final(stripe: Stripe, customer: str) -> None:
    invoice = stripe.post("/v1/invoices", customer=customer)
    assert stripe.post(f"/v1/invoices/{invoice.id}/finalize").status == "paid"


def test_paying_charges_the_payment_method(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    paid = stripe.post(f"{path}/pay", payment_method="pm_card_visa", expand=["payments"])
    assert (paid.status, paid.amount_remaining) == ("paid", 0)
    [payment] = paid.payments.data
    intent = stripe.get(f"/v1/payment_intents/{payment.payment.payment_intent}")
    assert (intent.status, intent.amount_received) == ("succeeded", 500)
    assert stripe.post(f"{path}/pay").error.message == "Invoice is already paid"


def test_a_decline_leaves_the_invoice_open(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    stripe.types()
    assert stripe.post(f"{path}/pay", payment_method="pm_card_visa_chargeDeclined").http == 402
    invoice = stripe.get(path)
    assert (invoice.status, invoice.attempted, invoice.attempt_count) == ("open", True, 1)
    assert "invoice.payment_failed" in stripe.types()


def test_what_is_paid_elsewhere_moves_no_money_here(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    assert stripe.post(f"{path}/pay", paid_out_of_band=True).status == "paid"
    assert stripe.get("/v1/charges").data == []


@pytest.mark.parametrize(
    ("verb", "status"), [("void", "void"), ("mark_uncollectible", "uncollectible")]
)
def test_an_open_invoice_can_be_given_up(
    stripe: Stripe, customer: str, verb: str, status: str
) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    refused = stripe.post(f"{path}/{verb}")
    assert refused.error.message == "You can only pass in open invoices. This invoice isn't open."
    stripe.post(f"{path}/finalize")
    assert stripe.post(f"{path}/{verb}").status == status


def test_only_a_draft_can_be_deleted(stripe: Stripe, customer: str) -> None:
    draft = billed(stripe, customer)
    final = stripe.post("/v1/invoices", customer=customer)
    stripe.post(f"/v1/invoices/{final.id}/finalize")
    assert stripe.delete(f"/v1/invoices/{draft.id}").deleted
    assert stripe.get(f"/v1/invoices/{draft.id}").refusal == (
        404,
        "invalid_request_error",
        "resource_missing",
        "invoice",
    )
    assert stripe.delete(f"/v1/invoices/{final.id}").http == 400


def test_an_invoice_is_sent_to_somebody_with_an_address(stripe: Stripe) -> None:
    nobody = stripe.post("/v1/customers").id
    refused = stripe.post(
        "/v1/invoices", customer=nobody, collection_method="send_invoice", days_until_due=30
    )
    assert refused.error.message.startswith("Missing email.")


def test_an_items_price_may_be_named(stripe: Stripe, customer: str) -> None:
    product = stripe.post("/v1/products", name="Mug")
    price = stripe.post("/v1/prices", product=product.id, currency="usd", unit_amount=900)
    item = stripe.post(
        "/v1/invoiceitems", customer=customer, pricing={"price": price.id}, quantity=2
    )
    assert (item.amount, item.description) == (1800, "Mug")
    refused = stripe.post("/v1/invoiceitems", customer=customer, price=price.id)
    assert refused.error.message == "Received unknown parameter: price. Did you mean pricing?"
    assert stripe.delete(f"/v1/invoiceitems/{item.id}").deleted


def test_what_an_invoice_says_of_its_intent_nobody_else_changes(
    stripe: Stripe, customer: str
) -> None:
    invoice = stripe.post(f"/v1/invoices/{billed(stripe, customer).id}/finalize")
    old = stripe.at_version("2024-06-20")
    intent = old.get(f"/v1/invoices/{invoice.id}", expand=["payment_intent"]).payment_intent
    assert intent.description == "Payment for Invoice"
    path = f"/v1/payment_intents/{intent.id}"
    refused = stripe.post(path, amount=60, transfer_group="seven")
    assert refused.error.message == (
        "Some of the parameters you provided (amount, transfer_group) cannot be used when modifying"
        " a PaymentIntent that was created by an invoice. You can try again without those"
        " parameters."
    )
    assert stripe.post(path, metadata={"order": "7"}).amount == invoice.amount_due
