"""The cash balance of a Customer.

Unlike Stripe: nothing is ever transferred into it.

Source: API reference, "Cash Balance".
"""

from typing import Any

from simulator.resources.customer import Customer
from simulator.resources.customer_balance import Cash, CashBalance, reconciled
from simulator.wire.expand import includable
from simulator.work import Work


def retrieve(work: Work) -> CashBalance:
    """GET /v1/customers/{customer}/cash_balance"""
    return _of(work, work.load(Customer, work.path["customer"], "customer").id)


def update(work: Work) -> CashBalance:
    """POST /v1/customers/{customer}/cash_balance"""
    customer = work.load(Customer, work.path["customer"], "customer")
    return settle_settings(work, customer.id, work.params.get("settings") or {})


def settle_settings(work: Work, customer: str, given: dict[str, Any]) -> CashBalance:
    """The cash balance with these settings, kept."""
    after = reconciled(_of(work, customer), given)
    work.keep(Cash(customer, after))
    return after


def _of(work: Work, customer: str) -> CashBalance:
    if (kept := work.find(Cash, customer)) is not None:
        return kept.balance
    return CashBalance(customer=customer, livemode=work.account.livemode)


@includable("customer", "cash_balance")
def cash_balance(work: Work, customer: dict[str, Any]) -> CashBalance:
    """The cash balance, which a Customer shows only when asked."""
    return _of(work, customer["id"])
