"""Where a Customer is taxed: what is known of it, and that it is looked at at once where asked.

An account that is registered nowhere there collects nothing.

Source: API reference, "Customers" (tax); Stripe docs, "Collect customer addresses", which puts the
shipping address before the billing address. Unlike Stripe: nobody looks up where an IP address is.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.fixed.iso_countries import COUNTRIES
from simulator.operations.taxing import registrations
from simulator.operations.taxing.levying import collects_in
from simulator.operations.taxing.places import Place
from simulator.resources.customer import Customer, TaxedFrom
from simulator.wire.expand import includable
from simulator.work import Work

Hash = dict[str, Any]


def noted(work: Work, customer: Customer, given: Hash | None) -> None:
    """Keep what `tax` says of a Customer.

    Raises:
        TAX_LOCATION_UNKNOWN: it was to be looked at at once, and there is no such place.
    """
    if not given:
        return
    if "ip_address" in given:
        before = work.find(TaxedFrom, customer.id) or TaxedFrom(id=customer.id)
        work.keep(replace(before, ip_address=given["ip_address"] or None))
    at_once = given.get("validate_location") == "immediately"
    if at_once and _location(msgspec.to_builtins(customer)) is None:
        raise errors.TAX_LOCATION_UNKNOWN()


@includable("customer", "tax")
def tax(work: Work, customer: Hash) -> Hash:
    """The customer's tax location, and whether taxes can be reckoned with it."""
    location = _location(customer)
    known = work.find(TaxedFrom, customer["id"])
    return {
        "automatic_tax": "unrecognized_location" if location is None else _reckoned(work, location),
        "ip_address": known.ip_address if known is not None else None,
        "location": location,
        "provider": "stripe",
    }


def _reckoned(work: Work, location: Hash) -> str:
    """Whether taxes are collected there."""
    place = Place(location["country"].upper(), location["state"])
    collects = collects_in(registrations.active(work, work.now), place)
    return "supported" if collects else "not_collecting"


def _location(customer: Hash) -> Hash | None:
    for source, address in _addresses(customer):
        if (address.get("country") or "").upper() in COUNTRIES:
            return {"country": address["country"], "source": source, "state": address["state"]}
    return None


def _addresses(customer: Hash) -> Iterator[tuple[str, Hash]]:
    yield "shipping_destination", (customer["shipping"] or {}).get("address") or {}
    yield "billing_address", customer["address"] or {}
