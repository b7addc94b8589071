"""Debits in Australia, Canada, New Zealand and the United Kingdom end as the account says."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments.debit_accounts import NAMES, NO_BRITISH_ACCOUNT, NUMBERS, numbers_of
from simulator.tests.calls import CARDS_NAMED, PAYER, Reply, Stripe

AGREED = {"customer_acceptance": {"type": "offline"}}
CURRENCIES = {
    "acss_debit": "cad",
    "au_becs_debit": "aud",
    "bacs_debit": "gbp",
    "nz_bank_account": "nzd",
}
TERMS = {"mandate_options": {"payment_schedule": "sporadic", "transaction_type": "personal"}}
FAILURES = {
    "accountClosed": "account_closed",
    "debitNotAuthorized": "debit_not_authorized",
    "insufficientFunds": "insufficient_funds",
    "noAccount": "no_account",
    "referToCustomer": "refer_to_customer",
}
ALL = [(kind, number, name) for kind, table in NUMBERS.items() for number, name in table.items()]
FAILING = [row for row in ALL if row[2].removesuffix("Delayed") in FAILURES]


def debit(stripe: Stripe, kind: str, **params: Any) -> Reply:
    """A PaymentIntent that is confirmed with an account of this kind."""
    options = {"payment_method_options": {kind: TERMS}} if kind == "acss_debit" else {}
    return stripe.at_version(CARDS_NAMED).post(
        "/v1/payment_intents",
        amount=2500,
        currency=CURRENCIES[kind],
        payment_method_types=[kind],
        mandate_data=AGREED,
        confirm=True,
        **options,
        **params,
    )


def read(stripe: Stripe, id: str) -> Reply:
    return stripe.get(f"/v1/payment_intents/{id}")


@pytest.mark.parametrize(("kind", "number", "outcome"), FAILING)
def test_a_bank_refuses_when_and_why_the_name_says(
    stripe: Stripe, kind: str, number: str, outcome: str
) -> None:
    intent = debit(stripe, kind, payment_method=f"{NAMES[kind]}_{outcome}")
    assert intent.status == "processing"
    if outcome.endswith("Delayed"):
        stripe.advance(seconds=179)
        assert read(stripe, intent.id).status == "processing"
    stripe.advance(seconds=3)
    after = read(stripe, intent.id)
    code = FAILURES[outcome.removesuffix("Delayed")]
    assert (after.status, after.last_payment_error.code) == ("requires_payment_method", code)
    assert stripe.charge_of(intent).failure_code == code
    assert after.last_payment_error.payment_method[kind].last4 == number[-4:]


@pytest.mark.parametrize("kind", ["au_becs_debit", "bacs_debit", "nz_bank_account"])
def test_the_number_alone_tells_how_it_ends(stripe: Stripe, kind: str) -> None:
    number = next(number for number, name in NUMBERS[kind].items() if name == "debitNotAuthorized")
    data = {"type": kind, kind: numbers_of(kind, number), "billing_details": PAYER}
    intent = debit(stripe, kind, payment_method_data=data)
    stripe.advance(seconds=3)
    assert read(stripe, intent.id).last_payment_error.code == "debit_not_authorized"


@pytest.mark.parametrize("kind", list(NUMBERS))
def test_some_accounts_pay(stripe: Stripe, kind: str) -> None:
    intent = debit(stripe, kind, payment_method=f"{NAMES[kind]}_success")
    stripe.advance(seconds=3)
    assert read(stripe, intent.id).status == "succeeded"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("pm_auBecsDebit_exceedsWeeklyLimit", "charge_exceeds_source_limit"),
        ("pm_auBecsDebit_exceedsTransactionLimit", "charge_exceeds_transaction_limit"),
        ("pm_bacsDebit_exceedsWeeklyLimit", "charge_exceeds_source_limit"),
        ("pm_bacsDebit_exceedsTransactionLimit", "charge_exceeds_transaction_limit"),
    ],
)
def test_a_debit_over_a_limit_is_not_begun(stripe: Stripe, name: str, code: str) -> None:
    kind = "au_becs_debit" if "Becs" in name else "bacs_debit"
    refused = debit(stripe, kind, payment_method=name)
    assert (refused.http, refused.error.code) == (402, code)


def test_a_refusal_tells_how_much_a_debit_may_be(stripe: Stripe) -> None:
    nothing = debit(stripe, "bacs_debit", payment_method="pm_bacsDebit_exceedsTransactionLimit")
    assert nothing.error.message.endswith("greater than £0.00 GBP for the type bacs_debit.")
    params = {
        "currency": "gbp",
        "payment_method_types": ["bacs_debit"],
        "payment_method": "pm_bacsDebit_success",
        "mandate_data": AGREED,
        "confirm": True,
    }
    as_named = stripe.at_version(CARDS_NAMED)
    refused = as_named.post("/v1/payment_intents", amount=100_000_01, **params)
    assert refused.error.code == "charge_exceeds_transaction_limit"
    assert "greater than £100,000.00 GBP" in refused.error.message
    largest = as_named.post("/v1/payment_intents", amount=100_000_00, **params)
    assert largest.status == "processing"


@pytest.mark.parametrize(
    ("kind", "seconds"), [("acss_debit", 3), ("au_becs_debit", 3), ("bacs_debit", 180)]
)
def test_a_payer_takes_the_money_back(stripe: Stripe, kind: str, seconds: int) -> None:
    intent = debit(stripe, kind, payment_method=f"{NAMES[kind]}_dispute")
    stripe.advance(seconds=seconds)
    [dispute] = stripe.get("/v1/disputes", payment_intent=intent.id).data
    assert dispute.amount == 2500


def test_one_bank_in_new_zealand_never_answers(stripe: Stripe) -> None:
    intent = debit(stripe, "nz_bank_account", payment_method="pm_nzBankAccount_processing")
    stripe.advance(days=30)
    assert read(stripe, intent.id).status == "processing"


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("accountClosed", "inactive"), ("noAccount", "inactive"), ("referToCustomer", "active")],
)
def test_a_mandate_ends_where_the_account_cannot_be_debited_again(
    stripe: Stripe, outcome: str, status: str
) -> None:
    customer = stripe.post("/v1/customers").id
    setup = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        customer=customer,
        payment_method=f"pm_auBecsDebit_{outcome}",
        payment_method_types=["au_becs_debit"],
        mandate_data=AGREED,
        confirm=True,
    )
    stripe.intent(
        currency="aud",
        customer=customer,
        payment_method=setup.payment_method,
        payment_method_types=["au_becs_debit"],
        confirm=True,
    )
    stripe.advance(seconds=3)
    assert stripe.get(f"/v1/mandates/{setup.mandate}").status == status


def test_a_british_bank_refuses_a_mandate_and_nothing_can_be_debited_by_it(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    setup = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        customer=customer,
        payment_method="pm_bacsDebit_mandateRefused",
        payment_method_types=["bacs_debit"],
        mandate_data=AGREED,
        confirm=True,
    )
    mandate = stripe.get(f"/v1/mandates/{setup.mandate}")
    network = mandate.payment_method_details.bacs_debit.network_status
    assert (setup.status, mandate.status, network) == ("succeeded", "inactive", "refused")
    assert "mandate.updated" in stripe.types()
    refused = stripe.intent(
        currency="gbp",
        customer=customer,
        payment_method=setup.payment_method,
        payment_method_types=["bacs_debit"],
        confirm=True,
    )
    assert "no existing mandate was found" in refused.error.message


def test_one_british_account_number_is_none(stripe: Stripe) -> None:
    numbers = numbers_of("bacs_debit", NO_BRITISH_ACCOUNT)
    refused = stripe.post("/v1/payment_methods", type="bacs_debit", bacs_debit=numbers)
    assert refused.refusal[2:] == ("account_number_invalid", "bacs_debit[account_number]")


def test_a_british_mandate_says_why_it_was_revoked(stripe: Stripe) -> None:
    intent = debit(
        stripe,
        "bacs_debit",
        payment_method="pm_bacsDebit_debitNotAuthorized",
        setup_future_usage="off_session",
    )
    stripe.advance(seconds=3)
    mandate = stripe.charge_of(intent).payment_method_details.bacs_debit.mandate
    network = stripe.get(f"/v1/mandates/{mandate}").payment_method_details.bacs_debit
    assert (network.network_status, network.revocation_reason) == (
        "revoked",
        "debit_not_authorized",
    )
