"""Charging a connected account: a transfer there, a payment here, and both of them back."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import assert_balanced, connected, expanded, on

CHARGES = "/v1/charges"


@pytest.fixture
def account(stripe: Stripe) -> str:
    return connected(stripe)


def debited(stripe: Stripe, account: str, amount: int = 1500, **params: Any) -> Reply:
    given = {"amount": amount, "currency": "usd", "source": account, **params}
    return stripe.post(CHARGES, **given)


def test_the_platform_gets_a_payment_that_shows_whom_it_comes_from(
    stripe: Stripe, account: str
) -> None:
    payment = debited(stripe, account, description="Sign", metadata={"order": "1"})
    assert payment.id.startswith("py_")
    assert payment.source == {"id": account, "object": "account"}
    assert payment.payment_method_details == {"stripe_account": {}, "type": "stripe_account"}
    assert (payment.status, payment.captured, payment.payment_method) == ("succeeded", True, None)
    assert (payment.description, payment.metadata) == ("Sign", {"order": "1"})
    assert payment.application == stripe.account.application
    assert (payment.outcome.risk_level, payment.outcome.type) == ("not_assessed", "authorized")
    assert stripe.get(f"{CHARGES}/{payment.id}").body == payment.body
    row = stripe.get(f"/v1/balance_transactions/{payment.balance_transaction}")
    assert (row.type, row.amount, row.fee, row.source) == ("payment", 1500, 0, payment.id)
    assert row.status == "available"


def test_the_account_has_a_transfer_to_the_platform(stripe: Stripe, account: str) -> None:
    payment = debited(stripe, account)
    path = f"/v1/transfers/{payment.source_transfer}"
    transfer = expanded(on(stripe, account), path, "balance_transaction")
    assert (transfer.amount, transfer.destination) == (1500, stripe.account.id)
    assert transfer.destination_payment == payment.id
    row = transfer.balance_transaction
    assert (row.type, row.amount) == ("transfer", -1500)
    assert_balanced(stripe)


def test_a_transfer_to_the_platform_is_a_debit_too(stripe: Stripe, account: str) -> None:
    there = on(stripe, account)
    to = stripe.account.id
    transfer = there.post("/v1/transfers", amount=700, currency="usd", destination=to)
    payment = stripe.get(f"{CHARGES}/{transfer.destination_payment}")
    assert payment.source == {"id": account, "object": "account"}
    assert (payment.amount, payment.source_transfer) == (700, transfer.id)
    assert_balanced(stripe)


def test_what_is_refunded_goes_back_to_the_account(stripe: Stripe, account: str) -> None:
    payment = debited(stripe, account)
    refund = stripe.post("/v1/refunds", charge=payment.id, amount=500, metadata={"why": "half"})
    assert (refund.id[:4], refund.amount, refund.status) == ("pyr_", 500, "succeeded")
    assert refund.metadata == {"why": "half"}
    there = on(stripe, account)
    transfer = there.get(f"/v1/transfers/{payment.source_transfer}")
    assert transfer.amount_reversed == 500
    assert transfer.reversals.data[0].id == refund.source_transfer_reversal
    after = stripe.get(f"{CHARGES}/{payment.id}")
    assert (after.amount_refunded, after.refunded) == (500, False)
    assert stripe.post("/v1/refunds", charge=payment.id).amount == 1000
    assert stripe.post("/v1/refunds", charge=payment.id).error.code == "charge_already_refunded"
    assert_balanced(stripe)


def test_an_account_sends_back_what_a_platform_gave_it(stripe: Stripe, account: str) -> None:
    transfer = stripe.post("/v1/transfers", amount=800, currency="usd", destination=account)
    there = on(stripe, account)
    refund = there.post("/v1/refunds", charge=transfer.destination_payment)
    after = stripe.get(f"/v1/transfers/{transfer.id}")
    assert (after.reversed, after.reversals.data[0].id) == (True, refund.source_transfer_reversal)
    assert_balanced(stripe)


def test_an_account_that_answers_for_itself_is_not_debited(stripe: Stripe) -> None:
    standard = stripe.post("/v1/accounts", type="standard", country="US").id
    assert debited(stripe, standard).error.param == "source"


@pytest.mark.parametrize(
    ("given", "param"),
    [({"currency": "eur"}, "currency"), ({"amount": 100_000_01}, "amount")],
)
def test_a_debit_is_in_the_accounts_currency_and_not_too_large(
    stripe: Stripe, account: str, given: dict[str, Any], param: str
) -> None:
    assert debited(stripe, account, **given).error.param == param


def test_an_account_of_another_region_is_not_debited(stripe: Stripe) -> None:
    german = connected(stripe, country="DE")
    refused = debited(stripe, german, currency="eur")
    assert (refused.http, refused.error.param) == (400, "source")


def test_what_is_no_connected_account_pays_nothing(stripe: Stripe) -> None:
    refused = debited(stripe, "acct_1unknown")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "source")
    assert debited(stripe, stripe.account.id).error.param == "source"
