"""Where somebody is for a tax office: out of an address.

Source: Stripe docs, "Collect customer addresses": the United States want a postal code or a whole
address, Canada a province or a postal code, all others their name. That a whole address is a
street, a city and a state is inferred.
"""

from typing import Any, NamedTuple

from simulator import errors
from simulator.fixed import levies
from simulator.fixed.iso_countries import COUNTRIES

Hash = dict[str, Any]


class Place(NamedTuple):
    """A country, and where it has states with taxes of their own, a state."""

    country: str
    state: str | None = None


def place_of(address: Hash | None) -> Place:
    """The place of an address.

    Raises:
        TAX_LOCATION_INVALID: it says too little, or what there is not.
    """
    told = address or {}
    country = str(told.get("country") or "").upper()
    if country not in COUNTRIES:
        raise errors.TAX_LOCATION_INVALID()
    if country not in ("CA", "US"):
        return Place(country)
    postal_code, named = told.get("postal_code"), told.get("state")
    if country == "US" and not postal_code and not (told.get("line1") and told.get("city")):
        raise errors.TAX_LOCATION_INVALID()
    state = levies.state_named(country, named, postal_code)
    if state is None:
        raise errors.TAX_LOCATION_INVALID()
    return Place(country, state)
