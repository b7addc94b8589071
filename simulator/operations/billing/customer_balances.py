"""The balance of a Customer, and the transactions that make it.

Setting the balance of a Customer enters a transaction, too, so that they always add up.

Source: API reference, "Customer Balance Transactions"; Stripe docs, "Customer credit balance".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.customer import Customer, paying_in
from simulator.resources.customer_balance import CustomerBalanceTransaction
from simulator.wire.lists import Page, page
from simulator.work import Work


def create(work: Work) -> CustomerBalanceTransaction:
    """POST /v1/customers/{customer}/balance_transactions

    Raises:
        RESOURCE_MISSING, OTHER_CURRENCY_OF_CUSTOMER
    """
    given = work.params
    before = work.load(Customer, work.path["customer"], "customer")
    currency = given["currency"]
    if before.currency not in (None, currency):
        raise errors.OTHER_CURRENCY_OF_CUSTOMER(currency=currency, theirs=before.currency)
    after = replace(paying_in(before, currency), balance=before.balance + given["amount"])
    work.post("customer.updated", work.keep(after), before=before)
    return entered(
        work,
        before,
        after,
        "adjustment",
        description=given.get("description"),
        metadata=dict(given.get("metadata") or {}),
    )


def entered(
    work: Work, before: Customer, after: Customer, type: str, **said: Any
) -> CustomerBalanceTransaction:
    """The transaction that led from one balance of a Customer to another, kept."""
    return work.keep(
        CustomerBalanceTransaction(
            id=work.new_id("cbtxn"),
            amount=after.balance - before.balance,
            created=work.now,
            currency=after.currency or work.account.default_currency,
            customer=after.id,
            ending_balance=after.balance,
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
