"""The Discount of a Customer: until basil a coupon could be given to one.

Source: API reference, "Customers" (coupon, promotion_code) of versions before 2025-03-31,
"Delete a customer discount", "Types of events" (customer.discount.*). That it can be read by itself
is inferred.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.operations.billing.subscription_periods import months_later
from simulator.operations.selling import discounting, redeeming
from simulator.resources.customer import Customer
from simulator.work import Work


def given_to(work: Work, customer: Customer, given: dict[str, Any]) -> Customer:
    """The Customer with the Discount of the coupon or the promotion code that was sent, if any.

    One that takes the place of another is told of as updated, with what the other one had. An empty
    coupon takes away the Discount that there is.

    Raises:
        REFERENCE_MISSING, COUPON_GONE, PROMOTION_CODE_GONE
    """
    if "coupon" in given and given["coupon"] is None:
        return _without(work, customer)
    coupon, code = redeeming.chosen(work, given | {"customer": customer.id})
    if coupon is None:
        return customer
    ends = None
    if coupon.duration == "repeating":
        ends = months_later(work.now, coupon.duration_in_months or 1)
    discount = work.keep(discounting.made(work, coupon, code, customer=customer.id, end=ends))
    discounting.count(work, coupon, work.find_any("promotion_code", code) if code else None)
    former = customer.discount and work.find_any("discount", customer.discount["id"])
    if former:
        work.post("customer.discount.updated", discount, before=former)
    else:
        work.post("customer.discount.created", discount)
    return replace(customer, discount=msgspec.to_builtins(discount))


def _without(work: Work, customer: Customer) -> Customer:
    """The Customer whose Discount, if it has one, is gone and told of; not kept."""
    if customer.discount is not None:
        gone = work.find_any("discount", customer.discount["id"])
        work.post("customer.discount.deleted", gone)
    return replace(customer, discount=None)


def inherited(work: Work, customer: str) -> list[Any]:
    """The Discount that an invoice gets of its Customer, where there is none of its own.

    Source: API reference, "Create an invoice" (discounts), "Create a subscription" (discounts).
    """
    held = work.load(Customer, customer).discount
    found = work.find_any("discount", held["id"]) if held else None
    if found is None or (found.end is not None and found.end <= work.now):
        return []
    return [found]


def spend(work: Work, customer: str, used: Iterable[str]) -> None:
    """Take from a Customer a Discount that is good once, when an invoice with it is final.

    That the Customer is told of as updated then, too, is inferred.

    Args:
        used: the ids of the Discounts of the invoice.
    """
    before = work.load(Customer, customer)
    held = before.discount
    gone = work.find_any("discount", held["id"]) if held and held["id"] in used else None
    if gone is None or not discounting.is_once(work, gone):
        return
    after = work.keep(replace(before, discount=None))
    work.post("customer.discount.deleted", gone)
    work.post("customer.updated", after, before=before)


def retrieve(work: Work) -> dict[str, Any]:
    """GET /v1/customers/{customer}/discount

    Raises:
        RESOURCE_MISSING, NO_DISCOUNT
    """
    return dict(_held(work.load(Customer, work.path["customer"], "customer")))


def delete(work: Work) -> dict[str, Any]:
    """DELETE /v1/customers/{customer}/discount

    Raises:
        RESOURCE_MISSING, NO_DISCOUNT
    """
    before = work.load(Customer, work.path["customer"], "customer")
    held = _held(before)
    after = work.keep(_without(work, before))
    work.post("customer.updated", after, before=before)
    return {**held, "deleted": True}


def _held(customer: Customer) -> dict[str, Any]:
    if customer.discount is None:
        raise errors.NO_DISCOUNT(noun="customer", id=customer.id)
    return customer.discount
