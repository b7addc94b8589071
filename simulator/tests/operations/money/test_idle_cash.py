"""Cash that nothing is paid with goes back, or becomes the account's own."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.payments.test_bank_transfers import (
    cash,
    customer_of,
    fund,
    history,
    transfer,
)

pytestmark = pytest.mark.usefixtures("balanced")


@pytest.mark.parametrize("currency", ["eur", "gbp"])
def test_after_75_days_cash_goes_back_to_the_account_that_it_came_from(
    stripe: Stripe, currency: str
) -> None:
    customer = customer_of(stripe)
    fund(stripe, customer, 3000, currency)
    stripe.advance(days=74)
    assert cash(stripe, customer) == {currency: 3000}
    stripe.advance(days=1)
    assert history(stripe, customer)[-1] == ("return_initiated", -3000, 0)
    [refund] = stripe.get("/v1/refunds").data
    assert (refund.status, refund.amount, refund.customer) == ("pending", 3000, customer)
    stripe.advance(minutes=1)
    assert stripe.get(f"/v1/refunds/{refund.id}").status == "succeeded"


@pytest.mark.parametrize("currency", ["jpy", "mxn", "usd"])
def test_after_90_days_cash_of_unknown_origin_is_swept_into_the_balance(
    stripe: Stripe, currency: str
) -> None:
    customer = customer_of(stripe)
    fund(stripe, customer, 3000, currency)
    stripe.advance(days=89)
    assert cash(stripe, customer) == {currency: 3000}
    stripe.types()
    stripe.advance(days=1)
    assert history(stripe, customer)[-1] == ("transferred_to_balance", -3000, 0)
    assert "customer_cash_balance_transaction.created" in stripe.types()
    told = stripe.get(f"/v1/customers/{customer}/cash_balance_transactions").data[0]
    entry = stripe.get(
        f"/v1/balance_transactions/{told.transferred_to_balance.balance_transaction}"
    )
    assert (entry.type, entry.net, entry.currency) == ("payment_unreconciled", 3000, currency)
    assert (entry.reporting_category, entry.source) == ("unreconciled_customer_funds", told.id)


def test_days_are_counted_anew_once_all_was_used_up(stripe: Stripe) -> None:
    customer = customer_of(stripe)
    fund(stripe, customer, 2500)
    stripe.advance(days=60)
    assert transfer(stripe, customer).status == "succeeded"
    fund(stripe, customer, 1000)
    stripe.advance(days=80)
    assert cash(stripe, customer) == {"usd": 1000}
    stripe.advance(days=10)
    assert cash(stripe, customer) == {"usd": 0}
