"""The balances of a Customer, one in each currency, and the transactions that make them.

Setting the balance of a Customer enters a transaction, too, so that they always add up.

Source: API reference, "Customer Balance Transactions" (currency), "Customers"
(invoice_credit_balance); Stripe docs, "Customer credit balance".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.customer import Customer, paying_in
from simulator.resources.customer_balance import CustomerBalanceTransaction, OtherBalances
from simulator.wire.lists import Page, page
from simulator.work import Work


def create(work: Work) -> CustomerBalanceTransaction:
    """POST /v1/customers/{customer}/balance_transactions

    Raises:
        RESOURCE_MISSING
    """
    given = work.params
    before = work.load(Customer, work.path["customer"], "customer")
    currency = given["currency"]
    return moved(
        work,
        before,
        currency,
        balance_in(work, before, currency) + given["amount"],
        "adjustment",
        description=given.get("description"),
        metadata=dict(given.get("metadata") or {}),
    )


def balance_in(work: Work, customer: Customer, currency: str) -> int:
    """What the Customer owes in a currency, minor units; below zero is credit."""
    return (
        customer.balance if _own(customer, currency) else _others(work, customer).get(currency, 0)
    )


def balances(work: Work, customer: Customer) -> dict[str, int]:
    """What the Customer owes, by currency, where it is anything."""
    own = {customer.currency or work.account.default_currency: customer.balance}
    owed = own | _others(work, customer)
    return {currency: owed[currency] for currency in sorted(owed) if owed[currency]}


def moved(
    work: Work, before: Customer, currency: str, balance: int, type: str, **said: Any
) -> CustomerBalanceTransaction:
    """The transaction by which a Customer's balance in a currency becomes this; both kept.

    The Customer is told of if it shows the balance: that in the currency that it pays in.
    """
    amount = balance - balance_in(work, before, currency)
    if _own(before, currency):
        after = work.keep(replace(paying_in(before, currency), balance=balance))
        work.post("customer.updated", after, before=before)
    else:
        others = _others(work, before) | {currency: balance}
        work.keep(OtherBalances(before.id, others))
    return entered(work, before, amount, balance, type, currency=currency, **said)


def _own(customer: Customer, currency: str) -> bool:
    return customer.currency in (None, currency)


def _others(work: Work, customer: Customer) -> dict[str, int]:
    found = work.find(OtherBalances, customer.id)
    return {} if found is None else found.balances


def entered(
    work: Work,
    customer: Customer,
    amount: int,
    balance: int,
    type: str,
    *,
    currency: str | None = None,
    **said: Any,
) -> CustomerBalanceTransaction:
    """The transaction by which a Customer's balance has become this; kept.

    Args:
        amount: by how much it changed, minor units.
        currency: in which; None: in that which the Customer pays in.
    """
    return work.keep(
        CustomerBalanceTransaction(
            id=work.new_id("cbtxn"),
            amount=amount,
            created=work.now,
            currency=currency or customer.currency or work.account.default_currency,
            customer=customer.id,
            ending_balance=balance,
            livemode=work.account.livemode,
            type=type,
            **said,
        )
    )


def _named(work: Work) -> CustomerBalanceTransaction:
    customer = work.load(Customer, work.path["customer"], "customer")
    found = work.load(CustomerBalanceTransaction, work.path["transaction"], "transaction")
    if found.customer != customer.id:
        raise errors.RESOURCE_MISSING(
            param="transaction", noun="customer balance transaction", id=found.id
        )
    return found


def retrieve(work: Work) -> CustomerBalanceTransaction:
    """GET /v1/customers/{customer}/balance_transactions/{transaction}"""
    return _named(work)


def update(work: Work) -> CustomerBalanceTransaction:
    """POST /v1/customers/{customer}/balance_transactions/{transaction}"""
    before = _named(work)
    changes: dict[str, Any] = {}
    if "description" in work.params:
        changes["description"] = work.params["description"]
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata or {}, work.params["metadata"])
    return work.keep(replace(before, **changes))


def list_all(work: Work) -> Page:
    """GET /v1/customers/{customer}/balance_transactions"""
    customer = work.load(Customer, work.path["customer"], "customer")
    invoice = work.params.get("invoice")
    return page(
        work.where(CustomerBalanceTransaction, "customer", customer.id),
        work.params,
        f"/v1/customers/{customer.id}/balance_transactions",
        "customer_balance_transaction",
        keep=lambda entry: invoice is None or entry.invoice == invoice,
    )
