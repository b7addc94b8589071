"""Cash that is applied by hand, or given back."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.payments.test_bank_transfers import (
    apply,
    cash,
    customer_of,
    fund,
    history,
    remaining,
    transfer,
)

pytestmark = pytest.mark.usefixtures("balanced")
INTENTS = "/v1/payment_intents"
TYPES = {"eur": "eu", "gbp": "gb", "jpy": "jp", "mxn": "mx", "usd": "us"}


def reconciled_by_hand(stripe: Stripe) -> str:
    settings = {"settings": {"reconciliation_mode": "manual"}}
    return customer_of(stripe, cash_balance=settings)


def test_reconciled_by_hand_nothing_is_applied_by_itself(stripe: Stripe) -> None:
    customer = reconciled_by_hand(stripe)
    intent = transfer(stripe, customer)
    stripe.types()
    fund(stripe, customer, 3000)
    assert stripe.types() == [
        "customer_cash_balance_transaction.created",
        "cash_balance.funds_available",
    ]
    assert remaining(stripe, intent) == ("requires_action", 2500)
    assert apply(stripe, intent, amount=1000, currency="usd").status == "requires_action"
    assert remaining(stripe, intent) == ("requires_action", 1500)
    assert apply(stripe, intent).status == "succeeded"
    assert cash(stripe, customer) == {"usd": 500}


def test_without_an_amount_as_much_is_applied_as_there_is(stripe: Stripe) -> None:
    customer = reconciled_by_hand(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 400)
    apply(stripe, intent)
    assert remaining(stripe, intent) == ("requires_action", 2100)
    assert apply(stripe, intent).refusal[2] == "balance_insufficient"


def test_cash_is_applied_to_a_payment_that_was_never_confirmed(stripe: Stripe) -> None:
    customer = reconciled_by_hand(stripe)
    fund(stripe, customer, 3000)
    intent = stripe.intent(customer=customer, payment_method_types=["card", "customer_balance"])
    assert apply(stripe, intent, amount=500).status == "requires_action"
    assert apply(stripe, intent).status == "succeeded"


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"amount": 2501}, "amount"),
        ({"amount": 2001}, "amount"),
        ({"amount": 0}, "amount"),
        ({"currency": "eur"}, "currency"),
    ],
)
def test_no_more_is_applied_than_is_missing_and_than_there_is(
    stripe: Stripe, given: dict[str, Any], param: str
) -> None:
    customer = reconciled_by_hand(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 2000)
    refused = apply(stripe, intent, **given)
    assert (refused.http, refused.error.param) == (400, param)


def test_cash_pays_only_what_takes_it_and_waits(stripe: Stripe) -> None:
    customer = reconciled_by_hand(stripe)
    fund(stripe, customer, 9000)
    paid = apply(stripe, transfer(stripe, customer))
    assert apply(stripe, paid).refusal[2] == "payment_intent_unexpected_state"
    by_card = stripe.intent(customer=customer)
    assert apply(stripe, by_card).refusal[2] == "payment_intent_unexpected_state"
    nobodys = stripe.intent(payment_method_types=["customer_balance"])
    assert apply(stripe, nobodys).refusal[3] == "customer"


def test_a_payer_who_gives_up_gets_back_what_was_applied(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 1000)
    stripe.challenge(intent, passed=False)
    assert remaining(stripe, intent) == ("requires_payment_method", None)
    assert cash(stripe, customer) == {"usd": 1000}


def test_what_was_applied_goes_back_when_the_payment_is_canceled(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 1000)
    stripe.types()
    assert stripe.post(f"{INTENTS}/{intent.id}/cancel").status == "canceled"
    assert cash(stripe, customer) == {"usd": 1000}
    assert history(stripe, customer)[-1] == ("unapplied_from_payment", 1000, 1000)
    assert stripe.types() == [
        "payment_intent.canceled",
        "customer_cash_balance_transaction.created",
        "cash_balance.funds_available",
    ]


def test_what_goes_back_pays_what_else_waits(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    first, second = transfer(stripe, customer), transfer(stripe, customer, 700)
    fund(stripe, customer, 1000)
    stripe.post(f"{INTENTS}/{first.id}/cancel")
    assert remaining(stripe, second) == ("succeeded", None)
    assert cash(stripe, customer) == {"usd": 300}


def test_a_smaller_amount_is_paid_with_what_was_applied_once_confirmed_again(
    stripe: Stripe,
) -> None:
    customer = customer_of(stripe)
    intent = transfer(stripe, customer)
    fund(stripe, customer, 1000)
    changed = stripe.post(f"{INTENTS}/{intent.id}", amount=1000)
    assert (changed.status, changed.next_action) == ("requires_confirmation", None)
    assert cash(stripe, customer) == {"usd": 1000}
    assert stripe.post(f"{INTENTS}/{intent.id}/confirm").status == "succeeded"


def test_another_way_to_pay_gives_the_cash_back(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    types = ["card", "customer_balance"]
    intent = transfer(stripe, customer, payment_method_types=types)
    fund(stripe, customer, 1000)
    path = f"{INTENTS}/{intent.id}/confirm"
    assert stripe.post(path, payment_method="pm_card_visa").status == "succeeded"
    assert cash(stripe, customer) == {"usd": 1000}
