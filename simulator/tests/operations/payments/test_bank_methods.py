"""Paying by what is no card: banks that answer later, pages to visit, vouchers and codes."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments import bank_accounts
from simulator.tests.calls import CARDS_NAMED, SEPA, Reply, Stripe, describing

AGREED = {"customer_acceptance": {"type": "offline"}}
BACK = "https://shop.example/back"


def debit(stripe: Stripe, method: str, **params: Any) -> Reply:
    """A PaymentIntent that is confirmed with the name of a test bank account."""
    iban = "sepa" in method
    given = {
        "amount": 2500,
        "currency": "eur" if iban else "usd",
        "payment_method_types": ["sepa_debit" if iban else "us_bank_account"],
        "payment_method": method,
        "mandate_data": AGREED,
        "confirm": True,
        **params,
    }
    sent = {name: value for name, value in given.items() if value is not None}
    return stripe.at_version(CARDS_NAMED).post("/v1/payment_intents", **sent)


def read(stripe: Stripe, intent: Any) -> Reply:
    return stripe.get(f"/v1/payment_intents/{intent.id}")


# Debits.


@pytest.mark.parametrize("method", ["pm_usBankAccount_success", "pm_sepaDebit_success_de"])
def test_a_debit_is_taken_in_and_paid_later(stripe: Stripe, method: str) -> None:
    intent = debit(stripe, method)
    assert (intent.status, intent.amount_received) == ("processing", 0)
    charge = stripe.charge_of(intent)
    assert (charge.id[:3], charge.status, charge.paid) == ("py_", "pending", False)
    assert charge.balance_transaction is None
    stripe.advance(seconds=bank_accounts.SOON)
    assert (read(stripe, intent).status, read(stripe, intent).amount_received) == (
        "succeeded",
        2500,
    )
    settled = stripe.charge_of(intent)
    assert (settled.status, settled.paid, settled.captured) == ("succeeded", True, True)
    row = stripe.get(f"/v1/balance_transactions/{settled.balance_transaction}")
    assert (row.type, row.reporting_category) == ("payment", "charge")
    assert stripe.types() == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("pm_usBankAccount_accountClosed", "account_closed"),
        ("pm_usBankAccount_noAccount", "no_account"),
        ("pm_usBankAccount_insufficientFunds", "insufficient_funds"),
        ("pm_usBankAccount_debitNotAuthorized", "debit_not_authorized"),
        ("pm_usBankAccount_invalidCurrency", "invalid_currency"),
    ],
)
def test_a_bank_may_decline_later(stripe: Stripe, method: str, code: str) -> None:
    intent = debit(stripe, method)
    assert intent.status == "processing"
    stripe.advance(seconds=bank_accounts.SOON)
    after = read(stripe, intent)
    assert (after.status, after.payment_method) == ("requires_payment_method", None)
    assert (after.last_payment_error.code, after.last_payment_error.charge) == (
        code,
        intent.latest_charge,
    )
    charge = stripe.charge_of(intent)
    assert (charge.status, charge.failure_code, charge.captured) == ("failed", code, False)
    assert stripe.types()[-2:] == ["charge.failed", "payment_intent.payment_failed"]


def test_a_bank_may_decline_without_a_code(stripe: Stripe) -> None:
    intent = debit(stripe, "pm_sepaDebit_failed_at")
    stripe.advance(seconds=bank_accounts.SOON)
    error = read(stripe, intent).last_payment_error
    assert (error.type, error.code, error.decline_code) == ("card_error", "", "generic_decline")
    assert "Collect a new mandate" in error.message
    assert not {"charge", "doc_url"} & set(error)
    charge = stripe.charge_of(intent)
    assert (charge.failure_code, charge.failure_message) == ("generic_decline", error.message)


def test_some_banks_take_three_minutes(stripe: Stripe) -> None:
    intent = debit(stripe, "pm_sepaDebit_successDelayed_de")
    stripe.advance(seconds=179)
    assert read(stripe, intent).status == "processing"
    stripe.advance(seconds=1)
    assert read(stripe, intent).status == "succeeded"


def test_one_bank_never_answers(stripe: Stripe) -> None:
    intent = debit(stripe, "pm_usBankAccount_processing")
    stripe.advance(days=30)
    assert read(stripe, intent).status == "processing"


def test_a_blocked_debit_is_not_even_begun(stripe: Stripe) -> None:
    refused = debit(stripe, "pm_usBankAccount_weeklyLimitExceeded")
    assert (refused.http, refused.error.code) == (402, "charge_exceeds_weekly_limit")
    assert refused.error.payment_intent.status == "requires_payment_method"


@pytest.mark.parametrize("method", ["pm_usBankAccount_dispute", "pm_sepaDebit_disputed_at"])
def test_a_debit_that_is_taken_back_is_lost(stripe: Stripe, method: str) -> None:
    intent = debit(stripe, method)
    stripe.advance(seconds=bank_accounts.SOON)
    [dispute] = stripe.get("/v1/disputes", payment_intent=intent.id).data
    assert (dispute.status, dispute.reason) == ("lost", "debit_not_authorized")
    assert dispute.evidence_details.due_by == 0  # Nobody can respond.


def test_a_debit_needs_a_mandate(stripe: Stripe) -> None:
    refused = debit(stripe, "pm_sepaDebit_success_de", mandate_data=None)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message.startswith("This PaymentIntent requires a mandate")
    waiting = read(stripe, refused.error.payment_intent)
    assert waiting.status == "requires_confirmation"
    agreed = {"customer_acceptance": {"type": "offline"}}
    again = stripe.post(f"/v1/payment_intents/{waiting.id}/confirm", mandate_data=agreed)
    assert (again.status, again.payment_method) == ("processing", waiting.payment_method)
    paid = debit(stripe, "pm_sepaDebit_success_de")
    mandate = stripe.charge_of(paid).payment_method_details.sepa_debit.mandate
    kept = stripe.get(f"/v1/mandates/{mandate}")
    assert (kept.type, kept.single_use) == ("single_use", {"amount": 2500, "currency": "eur"})


def kept_account(stripe: Stripe, name: str, kind: str = "us_bank_account") -> dict[str, str]:
    """An account that its owner has agreed to be debited from, again and again."""
    customer = stripe.post("/v1/customers").id
    setup = stripe.at_version(CARDS_NAMED).post(
        "/v1/setup_intents",
        customer=customer,
        payment_method=name,
        payment_method_types=[kind],
        mandate_data=AGREED,
        confirm=True,
    )
    return {
        "customer": customer,
        "payment_method": setup.payment_method,
        "mandate": setup.mandate,
    }


def debited_again(stripe: Stripe, **params: Any) -> Reply:
    return stripe.intent(payment_method_types=["us_bank_account"], confirm=True, **params)


def test_who_agrees_once_is_debited_once(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    method = stripe.post("/v1/payment_methods/pm_usBankAccount_success/attach", customer=customer)
    mine = {"customer": customer, "payment_method": method.id}
    paid = debited_again(stripe, mandate_data=AGREED, **mine)
    assert paid.status == "processing"
    once = stripe.charge_of(paid).payment_method_details.us_bank_account.mandate
    assert stripe.get(f"/v1/mandates/{once}").status == "inactive"
    refused = debited_again(stripe, **mine)
    assert refused.error.message.startswith("This PaymentIntent requires a mandate")


def test_who_is_kept_by_a_payment_agrees_with_it(stripe: Stripe) -> None:
    kept = kept_account(stripe, "pm_sepaDebit_success_de", "sepa_debit")
    del kept["mandate"]
    again = {"currency": "eur", "payment_method_types": ["sepa_debit"], "confirm": True, **kept}
    assert stripe.intent(**again).status == "processing"
    refused = stripe.intent(setup_future_usage="off_session", **again)
    assert (refused.http, refused.error.message) == (
        400,
        (
            "When confirming a PaymentIntent with a `sepa_debit` PaymentMethod and"
            " `setup_future_usage` value of off_session, `mandate_data` is required."
        ),
    )
    offline = {"customer_acceptance": {"type": "offline"}}
    agreed = stripe.intent(setup_future_usage="off_session", mandate_data=offline, **again)
    assert agreed.status == "processing"
    monthly = {"currency": "eur", "unit_amount": 900, "recurring": {"interval": "month"}}
    price = stripe.post("/v1/prices", product_data={"name": "Plan"}, **monthly).id
    begun = stripe.at_version(CARDS_NAMED).post(
        "/v1/subscriptions",
        customer=kept["customer"],
        default_payment_method=kept["payment_method"],
        items=[{"price": price}],
        payment_settings={"payment_method_types": ["sepa_debit"]},
    )
    assert begun.http == 200


def test_who_takes_a_debit_back_has_to_agree_anew(stripe: Stripe) -> None:
    kept = kept_account(stripe, "pm_usBankAccount_dispute")
    assert debited_again(stripe, **kept).status == "processing"
    stripe.advance(seconds=bank_accounts.SOON)
    assert stripe.get(f"/v1/mandates/{kept['mandate']}").status == "inactive"
    assert (
        stripe.get("/v1/events", type="mandate.updated").data[0].data.object.id == kept["mandate"]
    )
    refused = debited_again(stripe, **kept)
    assert (refused.error.code, refused.error.param) == (
        "payment_intent_mandate_invalid",
        "mandate",
    )
    del kept["mandate"]
    refused = debited_again(stripe, **kept)
    assert refused.error.message.startswith("This PaymentIntent requires a mandate")
    assert debited_again(stripe, mandate_data=AGREED, **kept).status == "processing"


def test_a_canadian_debit_is_told_how_often_it_is_made(stripe: Stripe) -> None:
    numbers = {
        "account_number": "000123456789",
        "institution_number": "000",
        "transit_number": "11000",
    }
    given = {
        "currency": "cad",
        "payment_method_types": ["acss_debit"],
        "payment_method_data": describing("acss_debit") | {"acss_debit": numbers},
        "mandate_data": AGREED,
        "confirm": True,
    }
    refused = stripe.intent(**given)
    sentence = "acss_debit requires payment_method_options[acss_debit][mandate_options] to be set"
    assert (refused.http, refused.error.message) == (400, sentence)
    terms = {"payment_schedule": "sporadic", "transaction_type": "personal"}
    options = {"acss_debit": {"mandate_options": terms}}
    assert stripe.intent(payment_method_options=options, **given).status == "requires_action"


def test_a_mandate_is_about_one_account(stripe: Stripe) -> None:
    kept = kept_account(stripe, "pm_usBankAccount_success")
    other = kept_account(stripe, "pm_usBankAccount_success")
    refused = debited_again(stripe, **kept | {"mandate": other["mandate"]})
    assert refused.error.message == (
        "The provided mandate is invalid and can not be used for the payment intent."
    )
    assert debited_again(stripe, **kept).status == "processing"


def test_a_refund_of_a_debit_is_a_payment_refund(stripe: Stripe) -> None:
    intent = debit(stripe, "pm_usBankAccount_success")
    stripe.advance(seconds=bank_accounts.SOON)
    refund = stripe.post("/v1/refunds", payment_intent=intent.id)
    assert refund.id.startswith("pyr_")
    [told] = stripe.get("/v1/events", type="refund.created").data
    assert told.id[4:20] == refund.id[4:20]
    row = stripe.get(f"/v1/balance_transactions/{refund.balance_transaction}")
    assert (row.type, row.description) == ("payment_refund", "REFUND FOR PAYMENT")


def test_a_us_bank_account_shows_what_stripe_shows(stripe: Stripe) -> None:
    method = dict(
        stripe.post(
            "/v1/payment_methods",
            type="us_bank_account",
            billing_details={"name": "Jo Example"},
            us_bank_account={
                "account_holder_type": "individual",
                "account_number": "000123456789",
                "routing_number": "110000000",
            },
        ).us_bank_account
    )
    assert len(method.pop("fingerprint")) == 16
    assert method == {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None,
        "last4": "6789",
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": "110000000",
        "status_details": {},
    }


def test_an_american_routing_number_has_nine_digits(stripe: Stripe) -> None:
    account = {"account_number": "000123456789", "routing_number": "111"}
    named = {"us_bank_account": account, "billing_details": {"name": "Jo Example"}}
    refused = stripe.post("/v1/payment_methods", type="us_bank_account", **named)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "routing_number_invalid",
        "us_bank_account[routing_number]",
    )


@pytest.mark.parametrize(
    ("iban", "bank", "branch"),
    [
        ("DE89 3704 0044 0532 0130 00", "37040044", ""),
        ("AT611904300234573201", "19043", ""),
        ("FR1420041010050500013M02606", "20041", "01005"),
    ],
)
def test_an_iban_names_bank_and_branch(stripe: Stripe, iban: str, bank: str, branch: str) -> None:
    method = stripe.post("/v1/payment_methods", **SEPA | {"sepa_debit": {"iban": iban}})
    assert (method.sepa_debit.bank_code, method.sepa_debit.branch_code) == (bank, branch)


@pytest.mark.parametrize("iban", ["12", "DE89370400440532013001"])
def test_what_is_no_iban_is_refused(stripe: Stripe, iban: str) -> None:
    refused = stripe.post("/v1/payment_methods", **SEPA | {"sepa_debit": {"iban": iban}})
    assert refused.error.code == "invalid_bank_account_iban"


# Microdeposits.


@pytest.mark.parametrize("customer", [True, False])
def test_what_is_kept_for_later_while_it_pays_needs_a_mandate(
    stripe: Stripe, *, customer: bool
) -> None:
    owner = {"customer": stripe.post("/v1/customers").id} if customer else {}
    given = {
        "payment_method_types": ["klarna"],
        "payment_method_data": describing("klarna"),
        "return_url": BACK,
        "confirm": True,
        **owner,
    }
    assert stripe.intent(**given).status == "requires_action"
    later = {"setup_future_usage": "off_session"}
    refused = stripe.intent(**given, **later)
    assert refused.error.message.startswith("This PaymentIntent requires a mandate")
    assert stripe.intent(mandate_data=AGREED, **given, **later).status == "requires_action"
