"""Every test bank account has its names and its outcome."""

from __future__ import annotations

import pytest

from simulator.instruments.bank_accounts import ACCOUNTS, EVERY, NAMED, behind
from simulator.instruments.sepa_ibans import IBANS, OUTCOMES
from simulator.tests.calls import Stripe
from simulator.tests.operations.payments.test_bank_methods import debit

COUNTRIES = "at be ch de ee es fi fr gb gi hr ie it li lt lu nl no pt se"


@pytest.mark.parametrize("country", COUNTRIES.split())
def test_a_country_has_an_iban_for_each_outcome(stripe: Stripe, country: str) -> None:
    for outcome in OUTCOMES:
        method = stripe.get(f"/v1/payment_methods/pm_sepaDebit_{outcome}_{country}")
        iban = IBANS[country][outcome]
        assert method.sepa_debit.country == country.upper()
        assert method.sepa_debit.last4 == iban[-4:]


def test_no_two_accounts_are_confused() -> None:
    assert len({iban for each in IBANS.values() for iban in each.values()}) == sum(
        len(each) for each in IBANS.values()
    )
    assert len(NAMED) == sum(len(account.names) for account in EVERY)
    assert all(ACCOUNTS[account.number].failure == account.failure for account in EVERY)


@pytest.mark.parametrize(
    ("outcome", "http", "code"),
    [
        ("exceedsWeeklyVolumeLimit", 402, "charge_exceeds_source_limit"),
        ("exceedsWeeklyTransactionLimit", 402, "charge_exceeds_weekly_limit"),
        ("insufficientFunds", 200, "insufficient_funds"),
    ],
)
@pytest.mark.parametrize("country", ["at", "fr", "no"])
def test_a_debit_ends_as_its_name_says(
    stripe: Stripe, country: str, outcome: str, http: int, code: str
) -> None:
    answer = debit(stripe, f"pm_sepaDebit_{outcome}_{country}")
    assert answer.http == http
    id = answer.id if http == 200 else answer.error.payment_intent.id
    stripe.advance(minutes=1)
    after = stripe.get(f"/v1/payment_intents/{id}")
    assert (after.status, after.last_payment_error.code) == ("requires_payment_method", code)


def test_the_last_digits_of_an_iban_tell_how_it_ends_in_every_country() -> None:
    limited = behind("CZ0000000000000000121212").failure
    assert limited is not None
    assert limited.code == "charge_exceeds_weekly_limit"
    assert behind("CZ0000000000000000000001").failure is None


def test_one_account_gets_no_microdeposits_whatever_it_is_called(stripe: Stripe) -> None:
    intent = debit(stripe, "pm_usBankAccount_failMicrodeposits")
    assert intent.next_action.type == "verify_with_microdeposits"
    path = f"/v1/payment_intents/{intent.id}/verify_microdeposits"
    refused = stripe.post(path, descriptor_code="SM11AA")
    assert refused.error.code == "payment_method_microdeposit_failed"
