"""Whom a sale is made to, as a tax office sees it.

Source: API reference, "Create a Tax Calculation" (customer, customer_details); Stripe docs,
"Collect customer addresses": of an existing Customer the shipping address goes before the other.
"""

from typing import Any, Final

import msgspec

from simulator import errors
from simulator.operations.selling import tax_ids
from simulator.operations.taxing.settings import LINES
from simulator.resources.customer import Customer
from simulator.work import Work

Hash = dict[str, Any]
OVERRIDES: Final = {"exempt": "customer_exempt", "reverse": "reverse_charge"}
"""What a Customer's `tax_exempt` comes to."""


def details_of(work: Work) -> Hash:
    """The details of the customer of a calculation.

    Raises:
        EXCLUSIVE, PARAMETER_MISSING, REFERENCE_MISSING
    """
    given = work.params
    told, id = given.get("customer_details"), given.get("customer")
    if told and id:
        raise errors.EXCLUSIVE(names="customer, customer_details", param="customer")
    if id:
        return of_customer(work, work.refer(Customer, id, "customer"))
    if not told:
        raise errors.PARAMETER_MISSING(name="customer_details", param="customer_details")
    address = told.get("address")
    return {
        "address": _whole(address) if address else None,
        "address_source": told.get("address_source"),
        "ip_address": told.get("ip_address"),
        "tax_ids": [dict(each) for each in told.get("tax_ids") or ()],
        "taxability_override": told.get("taxability_override") or "none",
    }


def of_customer(work: Work, customer: Customer) -> Hash:
    """The details that are known of a Customer."""
    shipping: Any = msgspec.to_builtins(customer.shipping) or {}
    billing: Any = msgspec.to_builtins(customer.address)
    sent_to = shipping.get("address") or {}
    source = "shipping" if sent_to.get("country") else "billing"
    address = sent_to if source == "shipping" else billing
    return {
        "address": _whole(address) if address else None,
        "address_source": source if address else None,
        "ip_address": None,
        "tax_ids": tax_ids.shown(work, customer.id),
        "taxability_override": OVERRIDES.get(customer.tax_exempt or "", "none"),
    }


def _whole(address: Hash) -> Hash:
    return {line: address.get(line) for line in LINES}
