"""What pays an invoice: what the request names, and what its Customer keeps.

Source: API reference, "Pay an invoice", "Create an invoice" (default_source).
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_invoices import billed

NEEDS_ACTION = "pm_card_threeDSecure2Required"
ACCOUNT = {
    "country": "US",
    "currency": "usd",
    "account_holder_name": "Jo Doe",
    "account_holder_type": "individual",
    "routing_number": "110000000",
}


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", source="tok_visa").id)


def kept(stripe: Stripe, customer: str, source: str) -> str:
    return str(stripe.post(f"/v1/customers/{customer}/sources", source=source).id)


def bank_account(stripe: Stripe, customer: str, *, verified: bool = True) -> str:
    bank = ACCOUNT | {"account_number": "000123456789"}
    id = kept(stripe, customer, stripe.post("/v1/tokens", bank_account=bank).id)
    if verified:
        stripe.post(f"/v1/customers/{customer}/sources/{id}/verify", amounts=[32, 45])
    return id


def charge_of(stripe: Stripe, customer: str) -> Any:
    [charge] = stripe.get("/v1/charges", customer=customer).data
    return charge


def test_an_invoice_is_paid_with_another_card_of_its_customer(
    stripe: Stripe, customer: str
) -> None:
    other = kept(stripe, customer, "tok_amex")
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    assert stripe.post(f"{path}/pay", source=other).status == "paid"
    assert charge_of(stripe, customer).payment_method == other


@pytest.mark.parametrize("source", ["tok_visa", "pm_card_visa", "card_unknown", "src_unknown"])
def test_what_the_customer_does_not_keep_pays_nothing(
    stripe: Stripe, customer: str, source: str
) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    refused = stripe.post(f"{path}/pay", source=source)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "source")
    assert refused.error.message == f"No such source: '{source}'"
    assert stripe.get(path).attempt_count == 0


def test_the_card_of_somebody_else_pays_nothing(stripe: Stripe, customer: str) -> None:
    stranger = stripe.post("/v1/customers", source="tok_visa").default_source
    path = f"/v1/invoices/{billed(stripe, customer).id}/pay"
    assert stripe.post(path, source=stranger).error.param == "source"
    card = stripe.get(f"/v1/customers/{customer}").default_source
    both = stripe.post(path, source=card, payment_method=card)
    assert both.error.code == "parameters_exclusive"


def test_a_verified_bank_account_is_debited(stripe: Stripe, customer: str) -> None:
    bank = bank_account(stripe, customer)
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    assert stripe.post(f"{path}/pay", source=bank).status == "open"
    assert charge_of(stripe, customer).status == "pending"
    stripe.advance(days=7)
    assert stripe.get(path).status == "paid"


def test_a_bank_account_that_nobody_verified_is_not_debited(stripe: Stripe, customer: str) -> None:
    bank = bank_account(stripe, customer, verified=False)
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    refused = stripe.post(f"{path}/pay", source=bank)
    assert refused.error.message == (
        "The customer's bank account must be verified before you can charge it."
    )


def test_a_default_bank_account_pays_what_stripe_collects(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    bank = bank_account(stripe, customer)
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    stripe.post(path, auto_advance=True)
    stripe.advance(hours=2)
    assert charge_of(stripe, customer).payment_method == bank
    stripe.advance(days=7)
    assert stripe.get(path).status == "paid"


@pytest.mark.parametrize("said", [{"off_session": False}, {"off_session": True}, {}])
def test_who_is_to_be_asked_is_waited_for(
    stripe: Stripe, customer: str, said: dict[str, bool]
) -> None:
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    asked = stripe.post(f"{path}/pay", payment_method=NEEDS_ACTION, **said)
    assert (asked.http, asked.error.code) == (402, "invoice_payment_intent_requires_action")
    invoice = stripe.get(path, expand=["payments.data.payment.payment_intent"])
    [payment] = invoice.payments.data
    assert (invoice.status, invoice.attempt_count) == ("open", 1)
    assert payment.payment.payment_intent.status == "requires_action"


@pytest.mark.parametrize(
    ("name", "id"), [("default_payment_method", "pm_card_visa"), ("default_source", "card_unknown")]
)
def test_only_what_is_the_customers_is_an_invoices_default(
    stripe: Stripe, customer: str, name: str, id: str
) -> None:
    refused = stripe.post("/v1/invoices", customer=customer, **{name: id})
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", name)
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    assert stripe.post(path, **{name: id}).error.param == name
    card = stripe.get(f"/v1/customers/{customer}").default_source
    assert stripe.post(path, **{name: card}).body[name] == card


def test_a_source_that_pays_an_invoice_is_shown_as_one(stripe: Stripe, customer: str) -> None:
    default = stripe.get(f"/v1/customers/{customer}").default_source
    invoice = billed(stripe, customer)
    stripe.post(f"/v1/invoices/{invoice.id}/pay")
    charge = charge_of(stripe, customer)
    assert (charge.payment_method, charge.source.id) == (default, default)
    intent = stripe.get(f"/v1/payment_intents/{charge.payment_intent}")
    assert (intent.source, intent.payment_method) == (default, None)


def test_a_card_that_is_the_default_payment_method_pays_as_one(
    stripe: Stripe, customer: str
) -> None:
    default = stripe.get(f"/v1/customers/{customer}").default_source
    settings = {"default_payment_method": default}
    stripe.post(f"/v1/customers/{customer}", invoice_settings=settings)
    stripe.post(f"/v1/invoices/{billed(stripe, customer).id}/pay")
    charge = charge_of(stripe, customer)
    intent = stripe.get(f"/v1/payment_intents/{charge.payment_intent}")
    assert (intent.source, intent.payment_method) == (None, default)


def intent_of(stripe: Stripe, invoice: str) -> Any:
    shown = {"expand": ["payments.data.payment.payment_intent"]}
    [payment] = stripe.get(f"/v1/invoices/{invoice}", **shown).payments.data
    return payment.payment.payment_intent


def test_the_intent_of_an_invoice_names_what_is_to_pay_it(stripe: Stripe, customer: str) -> None:
    default = stripe.get(f"/v1/customers/{customer}").default_source
    invoice = billed(stripe, customer).id
    stripe.post(f"/v1/invoices/{invoice}/finalize", auto_advance=False)
    intent = intent_of(stripe, invoice)
    assert (intent.status, intent.source) == ("requires_confirmation", default)
    assert stripe.post(f"/v1/payment_intents/{intent.id}/confirm").status == "succeeded"
    assert stripe.get(f"/v1/invoices/{invoice}").status == "paid"


def test_who_is_sent_an_invoice_says_what_pays_it(stripe: Stripe, customer: str) -> None:
    invoice = billed(stripe, customer).id
    sent = {"collection_method": "send_invoice", "days_until_due": 30}
    stripe.post(f"/v1/invoices/{invoice}", **sent)
    stripe.post(f"/v1/invoices/{invoice}/finalize", auto_advance=False)
    intent = intent_of(stripe, invoice)
    assert (intent.status, intent.source) == ("requires_payment_method", None)


def test_the_debit_of_a_bank_account_ends_also_when_that_is_kept_no_more(
    stripe: Stripe, customer: str
) -> None:
    bank = bank_account(stripe, customer)
    path = f"/v1/invoices/{billed(stripe, customer).id}"
    stripe.post(f"{path}/pay", source=bank)
    stripe.delete(f"/v1/customers/{customer}/sources/{bank}")
    stripe.advance(days=7)
    assert stripe.get(path).status == "paid"
