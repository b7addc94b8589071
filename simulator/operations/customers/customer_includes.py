"""What a Customer shows only when it is asked for: its subscriptions, tax ids, and credit.

Source: API reference, "Customers" (subscriptions, tax_ids, invoice_credit_balance).
"""

from typing import Any

from simulator.operations.billing.customer_balances import balances
from simulator.operations.selling.tax_ids import of_customer
from simulator.resources.customer import Customer
from simulator.resources.subscription import ENDED, Subscription
from simulator.wire.expand import includable
from simulator.wire.lists import Page
from simulator.work import Work


@includable("customer", "subscriptions")
def subscriptions(work: Work, customer: dict[str, Any]) -> Page:
    """The customer's subscriptions that are not over, the newest first."""
    found = work.where(Subscription, "customer", customer["id"])
    running = [each for each in found if each.status not in ENDED]
    return _list_of(customer, "subscriptions", running)


@includable("customer", "tax_ids")
def tax_ids(work: Work, customer: dict[str, Any]) -> Page:
    """The customer's tax ids, the newest first."""
    return _list_of(customer, "tax_ids", list(of_customer(work, customer["id"])))


@includable("customer", "invoice_credit_balance")
def invoice_credit_balance(work: Work, customer: dict[str, Any]) -> dict[str, int]:
    """What the customer has to its credit by currency: its balances, with the opposite sign.

    That the hash is empty where nothing is owed either way is inferred.
    """
    found = work.find(Customer, customer["id"])
    owed = {} if found is None else balances(work, found)
    return {currency: -balance for currency, balance in owed.items()}


def _list_of(customer: dict[str, Any], name: str, oldest_first: list[Any]) -> Page:
    data = oldest_first[::-1]
    url = f"/v1/customers/{customer['id']}/{name}"
    return Page(data=data, has_more=False, total_count=len(data), url=url)
