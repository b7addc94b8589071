"""Subscriptions where old clients look for them: below their Customer.

Source: API reference of 2015, "Subscriptions"; that Stripe still answers is recorded of other paths
of that time. What is said of a Subscription that is another's is inferred.
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing import subscription_discounts, subscriptions
from simulator.operations.billing.subscription_beginning import begin
from simulator.operations.billing.subscription_pending import updated
from simulator.resources.customer import Customer
from simulator.resources.subscription import Subscription
from simulator.wire.lists import Page
from simulator.work import Work


def create(work: Work) -> Subscription:
    """POST /v1/customers/{customer}/subscriptions"""
    return begin(work, {**work.params, "customer": _customer(work).id})


def list_all(work: Work) -> Page:
    """GET /v1/customers/{customer}/subscriptions"""
    customer = _customer(work)
    work.params = {**work.params, "customer": customer.id}
    found = subscriptions.list_all(work)
    return replace(found, url=f"/v1/customers/{customer.id}/subscriptions")


def retrieve(work: Work) -> Subscription:
    """GET /v1/customers/{customer}/subscriptions/{subscription}

    Raises:
        RESOURCE_MISSING, NO_SUBSCRIPTION_OF_CUSTOMER
    """
    customer, id = _customer(work), work.path["subscription"]
    found = work.find(Subscription, id)
    if found is None or found.customer != customer.id:
        raise errors.NO_SUBSCRIPTION_OF_CUSTOMER(customer=customer.id, id=id)
    return found


def update(work: Work) -> Subscription:
    """POST /v1/customers/{customer}/subscriptions/{subscription}"""
    return updated(work, retrieve(work), work.params)


def cancel(work: Work) -> Subscription:
    """DELETE /v1/customers/{customer}/subscriptions/{subscription}"""
    retrieve(work)
    return subscriptions.cancel(work)


def discount(work: Work) -> dict[str, Any]:
    """GET /v1/customers/{customer}/subscriptions/{subscription}/discount

    Raises:
        RESOURCE_MISSING, NO_SUBSCRIPTION_OF_CUSTOMER, NO_DISCOUNT
    """
    return subscription_discounts.first(work, retrieve(work))


def delete_discount(work: Work) -> dict[str, Any]:
    """DELETE /v1/customers/{customer}/subscriptions/{subscription}/discount

    Raises:
        RESOURCE_MISSING, NO_SUBSCRIPTION_OF_CUSTOMER, NO_DISCOUNT
    """
    return subscription_discounts.taken_from(work, retrieve(work))


def _customer(work: Work) -> Customer:
    return work.load(Customer, work.path["customer"], "customer")
