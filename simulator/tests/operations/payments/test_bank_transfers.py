"""Payments by bank transfer are asked for, funded out of the Customer's cash, and given back."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

pytestmark = pytest.mark.usefixtures("balanced")
INTENTS = "/v1/payment_intents"
TYPES = {"eur": "eu", "gbp": "gb", "jpy": "jp", "mxn": "mx", "usd": "us"}
ADDRESSES = {
    "eur": [("iban", ["sepa"])],
    "gbp": [("sort_code", ["bacs", "fps"])],
    "jpy": [("zengin", ["zengin"])],
    "mxn": [("spei", ["spei"])],
    "usd": [("aba", ["ach", "domestic_wire_us"]), ("swift", ["swift"])],
}


def customer_of(stripe: Stripe, **params: Any) -> str:
    customer = stripe.post("/v1/customers", **params)
    stripe.types()
    return str(customer.id)


def transfer(
    stripe: Stripe, customer: str | None, amount: int = 2500, currency: str = "usd", **params: Any
) -> Reply:
    """A PaymentIntent that is to be paid by bank transfer, confirmed."""
    options = {
        "funding_type": "bank_transfer",
        "bank_transfer": {"type": f"{TYPES[currency]}_bank_transfer"},
    }
    given = {
        "amount": amount,
        "currency": currency,
        "payment_method_types": ["customer_balance"],
        "payment_method_data": {"type": "customer_balance"},
        "payment_method_options": {"customer_balance": options},
        "confirm": True,
        **({"customer": customer} if customer else {}),
    }
    return stripe.at_version(CARDS_NAMED).post(INTENTS, **{**given, **params})


def fund(stripe: Stripe, customer: str, amount: int, currency: str = "usd", **params: Any) -> Reply:
    path = f"/v1/test_helpers/customers/{customer}/fund_cash_balance"
    return stripe.post(path, amount=amount, currency=currency, **params)


def cash(stripe: Stripe, customer: str) -> Any:
    return stripe.get(f"/v1/customers/{customer}/cash_balance").available


def apply(stripe: Stripe, intent: Any, **params: Any) -> Reply:
    return stripe.post(f"{INTENTS}/{intent.id}/apply_customer_balance", **params)


def remaining(stripe: Stripe, intent: Any) -> tuple[str, int | None]:
    """The status, and what is still to be transferred."""
    now = stripe.get(f"{INTENTS}/{intent.id}")
    action = now.next_action
    asked = action and action.display_bank_transfer_instructions.amount_remaining
    return now.status, asked


def history(stripe: Stripe, customer: str) -> list[tuple[str, int, int]]:
    """Type, change and what was then there, the oldest first."""
    rows = stripe.get(f"/v1/customers/{customer}/cash_balance_transactions").data
    return [(row.type, row.net_amount, row.ending_balance) for row in reversed(rows)]


# Asking for a transfer.


@pytest.mark.parametrize("currency", TYPES)
def test_the_payer_is_told_where_to_transfer_what_is_missing(stripe: Stripe, currency: str) -> None:
    intent = transfer(stripe, customer_of(stripe), currency=currency)
    assert (intent.status, intent.next_action.type) == (
        "requires_action",
        "display_bank_transfer_instructions",
    )
    told = intent.next_action.display_bank_transfer_instructions
    assert (told.amount_remaining, told.currency) == (2500, currency)
    assert told.type == f"{TYPES[currency]}_bank_transfer"
    shown = [(each.type, each.supported_networks) for each in told.financial_addresses]
    assert shown == ADDRESSES[currency]
    assert all(each[each.type] for each in told.financial_addresses)
    assert intent.client_secret in told.hosted_instructions_url
    assert (told.reference is None) == (currency == "jpy")
    assert stripe.types() == ["payment_intent.created", "payment_intent.requires_action"]


def test_without_a_customer_there_is_no_cash_to_pay_with(stripe: Stripe) -> None:
    refused = transfer(stripe, None)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", "customer")


def test_a_kind_of_transfer_brings_its_own_currency_alone(stripe: Stripe) -> None:
    options = {"customer_balance": {"bank_transfer": {"type": "gb_bank_transfer"}}}
    refused = transfer(stripe, customer_of(stripe), payment_method_options=options)
    assert refused.http == 400
    assert refused.error.param.endswith("[bank_transfer][type]")


def test_the_country_of_a_european_account_can_be_chosen(stripe: Stripe) -> None:
    bank = {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "NL"}}
    options = {"customer_balance": {"funding_type": "bank_transfer", "bank_transfer": bank}}
    intent = transfer(stripe, customer_of(stripe), currency="eur", payment_method_options=options)
    told = intent.next_action.display_bank_transfer_instructions.financial_addresses[0]
    assert (told.iban.country, told.iban.iban[:2]) == ("NL", "NL")


def test_funding_instructions_are_there_before_any_payment(stripe: Stripe) -> None:
    path = f"/v1/customers/{customer_of(stripe)}/funding_instructions"
    asked = {"currency": "gbp", "funding_type": "bank_transfer"}
    told = stripe.post(path, bank_transfer={"type": "gb_bank_transfer"}, **asked)
    assert (told.object, told.currency, told.funding_type) == (
        "funding_instructions",
        "gbp",
        "bank_transfer",
    )
    assert (told.bank_transfer.country, told.bank_transfer.type) == ("GB", "gb_bank_transfer")
    assert [each.type for each in told.bank_transfer.financial_addresses] == ["sort_code"]
    refused = stripe.post(path, bank_transfer={"type": "us_bank_transfer"}, **asked)
    assert (refused.http, refused.error.param) == (400, "bank_transfer[type]")


# Funding.


def test_a_transfer_pays_the_payment_that_waits_for_it(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    stripe.types()
    row = fund(stripe, customer, 2500, reference="something")
    assert (row.object, row.type, row.net_amount, row.ending_balance) == (
        "customer_cash_balance_transaction",
        "funded",
        2500,
        2500,
    )
    assert (row.funded.bank_transfer.reference, row.funded.bank_transfer.type) == (
        "something",
        "us_bank_transfer",
    )
    assert stripe.types() == [
        "customer_cash_balance_transaction.created",
        "customer_cash_balance_transaction.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    paid = stripe.get(f"{INTENTS}/{intent.id}", expand=["latest_charge"])
    assert (paid.status, paid.amount_received, paid.next_action) == ("succeeded", 2500, None)
    assert paid.latest_charge.payment_method_details == {
        "customer_balance": {},
        "type": "customer_balance",
    }
    assert cash(stripe, customer) == {"usd": 0}
    applied = stripe.get(f"/v1/customers/{customer}/cash_balance_transactions").data[0]
    assert applied.applied_to_payment == {"payment_intent": intent.id}
    assert "funded" not in applied
    path = f"/v1/customers/{customer}/cash_balance_transactions/{applied.id}"
    assert stripe.get(path).body == applied
    whole = stripe.get(path, expand=["applied_to_payment.payment_intent", "customer"])
    assert whole.applied_to_payment.payment_intent.id == intent.id
    assert whole.customer.object == "customer"


def test_too_little_funds_a_payment_in_part(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    stripe.types()
    fund(stripe, customer, 1000)
    assert remaining(stripe, intent) == ("requires_action", 1500)
    assert stripe.types() == [
        "customer_cash_balance_transaction.created",
        "customer_cash_balance_transaction.created",
        "payment_intent.partially_funded",
    ]
    assert stripe.get("/v1/balance_transactions").data == []
    fund(stripe, customer, 1500)
    assert remaining(stripe, intent) == ("succeeded", None)


def test_too_much_stays_in_the_cash_balance_and_pays_the_next_at_once(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    transfer(stripe, customer)
    fund(stripe, customer, 4000)
    assert stripe.types()[-1] == "cash_balance.funds_available"
    assert cash(stripe, customer) == {"usd": 1500}
    assert transfer(stripe, customer, 1000).status == "succeeded"
    third = transfer(stripe, customer, 800)
    assert remaining(stripe, third) == ("requires_action", 300)
    assert "payment_intent.partially_funded" in stripe.types()
    assert cash(stripe, customer) == {"usd": 0}
    assert history(stripe, customer) == [
        ("funded", 4000, 4000),
        ("applied_to_payment", -2500, 1500),
        ("applied_to_payment", -1000, 500),
        ("applied_to_payment", -500, 0),
    ]


def test_cash_of_one_currency_pays_nothing_of_another(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 2500, "eur")
    assert remaining(stripe, intent) == ("requires_action", 2500)
    assert cash(stripe, customer) == {"eur": 2500}


@pytest.mark.parametrize(
    ("given", "param"),
    [({"amount": 0, "currency": "usd"}, "amount"), ({"amount": 9, "currency": "chf"}, "currency")],
)
def test_no_cash_of_nothing_and_in_no_other_currency(
    stripe: Stripe, given: dict[str, Any], param: str
) -> None:
    refused = fund(stripe, customer_of(stripe), **given)
    assert (refused.http, refused.error.param) == (400, param)


def test_the_reference_says_which_payment_is_meant(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    first, second = transfer(stripe, customer), transfer(stripe, customer)
    reference = second.next_action.display_bank_transfer_instructions.reference
    fund(stripe, customer, 2500, reference=reference)
    assert remaining(stripe, first) == ("requires_action", 2500)
    assert remaining(stripe, second) == ("succeeded", None)


def test_a_customer_with_cash_cannot_be_deleted(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    fund(stripe, customer, 100)
    assert stripe.delete(f"/v1/customers/{customer}").http == 400
    assert stripe.delete(f"/v1/customers/{customer_of(stripe)}").http == 200


# What else is paid by bank transfer.


def test_a_checkout_session_completes_unpaid_and_is_paid_by_the_transfer(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    session = open_session(
        stripe, goods(), customer=customer, allowed_payment_method_types=["customer_balance"]
    )
    method = stripe.post("/v1/payment_methods", type="customer_balance")
    pay(stripe, session, method.id)
    waiting = again(stripe, session)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert stripe.types()[-1] == "checkout.session.completed"
    fund(stripe, customer, 2500)
    assert stripe.types()[-1] == "checkout.session.async_payment_succeeded"
    assert again(stripe, session).payment_status == "paid"


def test_an_invoice_is_paid_in_whole_or_not_at_all(stripe: Stripe) -> None:
    customer = customer_of(stripe, email="jenny.rosen@example.com")
    settings = {"payment_method_types": ["customer_balance"]}
    drawn_up = {"collection_method": "send_invoice", "days_until_due": 30}
    invoice = stripe.post("/v1/invoices", customer=customer, payment_settings=settings, **drawn_up)
    item = {"amount": 2500, "currency": "usd", "invoice": invoice.id}
    stripe.post("/v1/invoiceitems", customer=customer, **item)
    path = f"/v1/invoices/{invoice.id}"
    assert stripe.post(f"{path}/finalize").status == "open"
    (intent,) = stripe.get(INTENTS, customer=customer).data
    fund(stripe, customer, 1000)
    assert apply(stripe, intent, amount=1000).refusal[2] == "balance_insufficient"
    asked = stripe.post(
        f"{INTENTS}/{intent.id}/confirm", payment_method_data={"type": "customer_balance"}
    )
    assert remaining(stripe, asked) == ("requires_action", 2500)
    fund(stripe, customer, 1500)
    assert stripe.get(path).status == "paid"
    assert history(stripe, customer)[-1] == ("applied_to_payment", -2500, 0)


# Giving back what was applied.


def test_a_payer_who_does_as_told_transfers_all_that_is_missing(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 1000)
    stripe.challenge(intent, passed=True)
    assert remaining(stripe, intent) == ("succeeded", None)
    assert history(stripe, customer)[-2] == ("funded", 1500, 1500)
