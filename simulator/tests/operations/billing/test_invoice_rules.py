"""What cannot be done with an invoice, and in which words. Source: probed refusals of 2026."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

NOT_OPEN = "You can only pass in open invoices. This invoice isn't open."
HAS_PAYMENTS = "Invoices with `paid` payments cannot be voided."
UNSENT = (
    "You can only specify 'due_date' or 'days_until_due' if invoice collection method is"
    " 'send_invoice'."
)
LATER = 1_800_000_000


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org", source="tok_visa").id)


def draft(stripe: Stripe, customer: str, **more: Any) -> Any:
    stripe.post("/v1/invoiceitems", customer=customer, amount=500, currency="usd")
    return stripe.post(
        "/v1/invoices", customer=customer, pending_invoice_items_behavior="include", **more
    )


@pytest.mark.parametrize(
    ("before", "move", "sentence"),
    [
        (["pay"], "pay", "Invoice is already paid"),
        (["pay"], "void", HAS_PAYMENTS),
        (["pay"], "mark_uncollectible", NOT_OPEN),
        (["finalize", "void"], "pay", "Voided invoices cannot be paid."),
        (["finalize", "void"], "void", NOT_OPEN),
        (
            ["finalize", "mark_uncollectible"],
            "mark_uncollectible",
            "This invoice has already been marked uncollectible.",
        ),
    ],
)
def test_each_move_is_refused_in_its_own_words(
    stripe: Stripe, customer: str, before: list[str], move: str, sentence: str
) -> None:
    path = f"/v1/invoices/{draft(stripe, customer).id}"
    for done in before:
        stripe.post(f"{path}/{done}")
    refused = stripe.post(f"{path}/{move}")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == sentence


@pytest.mark.parametrize(
    ("call", "param"),
    [
        ("", "id"),
        ("/pay", "id"),
        ("/finalize", "id"),
        ("/void", "id"),
        ("/mark_uncollectible", "id"),
        ("/send", "invoice"),
    ],
)
def test_each_call_names_another_parameter_where_there_is_none(
    stripe: Stripe, call: str, param: str
) -> None:
    refused = stripe.post(f"/v1/invoices/in_none{call}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", param)
    for read in (stripe.get, stripe.delete):
        assert read("/v1/invoices/in_none").error.param == "invoice"


@pytest.mark.parametrize("due", [{"days_until_due": 5}, {"due_date": LATER}])
def test_what_is_charged_is_due_at_no_date(
    stripe: Stripe, customer: str, due: dict[str, int]
) -> None:
    assert stripe.post("/v1/invoices", customer=customer, **due).error.message == UNSENT
    path = f"/v1/invoices/{draft(stripe, customer).id}"
    assert stripe.post(path, **due).error.message == UNSENT
    assert stripe.post(path, collection_method="send_invoice", **due).due_date is not None


def test_what_is_sent_is_due_at_one_date(stripe: Stripe, customer: str) -> None:
    refused = stripe.post("/v1/invoices", customer=customer, collection_method="send_invoice")
    assert refused.error.message == (
        "If invoice collection method is 'send_invoice', you must specify 'due_date' or"
        " 'days_until_due'."
    )
    refused = stripe.post(
        "/v1/invoices",
        customer=customer,
        collection_method="send_invoice",
        days_until_due=3,
        due_date=LATER,
    )
    assert refused.error.message == (
        "You may only specify one of these parameters: days_until_due, due_date."
    )


def test_what_owed_nothing_is_not_sent(stripe: Stripe, customer: str) -> None:
    path = "/v1/invoices"
    made = stripe.post(path, customer=customer, collection_method="send_invoice", days_until_due=3)
    assert stripe.post(f"{path}/{made.id}/send").status == "paid"
    refused = stripe.post(f"{path}/{made.id}/send")
    assert refused.error.message.startswith("This invoice cannot be sent right now.")


def test_a_line_has_an_amount_or_a_quantity(stripe: Stripe, customer: str) -> None:
    path = f"/v1/invoices/{draft(stripe, customer).id}/add_lines"
    refused = stripe.post(path, lines=[{"amount": 5, "quantity": 2}])
    assert refused.refusal == (400, "invalid_request_error", None, "lines[0][amount]")
    assert refused.error.message == (
        "You may only specify one of these parameters: amount, quantity."
    )
