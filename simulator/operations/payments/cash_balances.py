"""The cash balance of a Customer: shown, set, and changed by transactions.

Source: API reference, "Cash Balance", "Cash Balance Transaction".
"""

from collections.abc import Callable
from typing import Any, Final

from simulator import errors
from simulator.resources.cash_balance import (
    TELLING,
    Cash,
    CashBalance,
    CustomerCashBalanceTransaction,
    TransactionType,
    held_in,
    moved,
    reconciled,
)
from simulator.resources.customer import Customer
from simulator.wire.expand import includable
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
ON_HELD: Final[list[Callable[[Work, str, str], None]]] = []
"""Told of a Customer and a currency in which there is cash now, and was none."""


def retrieve(work: Work) -> CashBalance:
    """GET /v1/customers/{customer}/cash_balance"""
    return cash_of(work, work.load(Customer, work.path["customer"], "customer").id)


def update(work: Work) -> CashBalance:
    """POST /v1/customers/{customer}/cash_balance"""
    customer = work.load(Customer, work.path["customer"], "customer")
    return settle_settings(work, customer.id, work.params.get("settings") or {})


def retrieve_transaction(work: Work) -> CustomerCashBalanceTransaction:
    """GET /v1/customers/{customer}/cash_balance_transactions/{transaction}"""
    customer = work.load(Customer, work.path["customer"], "customer")
    found = work.load(CustomerCashBalanceTransaction, work.path["transaction"], "transaction")
    if found.customer != customer.id:
        raise errors.RESOURCE_MISSING(
            param="transaction", noun="customer cash balance transaction", id=found.id
        )
    return found


def list_transactions(work: Work) -> Page:
    """GET /v1/customers/{customer}/cash_balance_transactions"""
    customer = work.load(Customer, work.path["customer"], "customer")
    return page(
        work.where(CustomerCashBalanceTransaction, "customer", customer.id),
        work.params,
        f"/v1/customers/{customer.id}/cash_balance_transactions",
        "customer_cash_balance_transaction",
    )


def settle_settings(work: Work, customer: str, given: Hash) -> CashBalance:
    """The cash balance with these settings, kept."""
    after = reconciled(cash_of(work, customer), given)
    work.keep(Cash(customer, after))
    return after


def entered(
    work: Work,
    customer: str,
    currency: str,
    amount: int,
    type: TransactionType,
    more: Hash | None = None,
) -> CustomerCashBalanceTransaction:
    """The transaction that changes a Customer's cash, kept and told; the balance follows it.

    Args:
        amount: minor units; below 0 what goes out.
        more: what the hash that is named after the type says.
    """
    before = cash_of(work, customer)
    after = moved(before, currency, amount)
    work.keep(Cash(customer, after))
    if held_in(before, currency) == 0:
        for told_of in ON_HELD:
            told_of(work, customer, currency)
    told: Hash = {type: more} if type in TELLING else {}
    transaction = work.keep(
        CustomerCashBalanceTransaction(
            id=work.new_id("ccsbtxn"),
            created=work.now,
            currency=currency,
            customer=customer,
            ending_balance=held_in(after, currency),
            livemode=work.account.livemode,
            net_amount=amount,
            type=type,
            **told,
        )
    )
    work.post("customer_cash_balance_transaction.created", transaction)
    return transaction


def cash_of(work: Work, customer: str) -> CashBalance:
    """A Customer's cash balance; one that never had any shows none."""
    if (kept := work.find(Cash, customer)) is not None:
        return kept.balance
    return CashBalance(customer=customer, livemode=work.account.livemode)


@includable("customer", "cash_balance")
def cash_balance(work: Work, customer: Hash) -> CashBalance:
    """The cash balance, which a Customer shows only when asked."""
    return cash_of(work, customer["id"])
