"""Shipping rates: create and update; all else of them the catalogue serves.

Source: API reference, "Shipping Rates".
"""

from collections.abc import Mapping
from typing import Any

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.resources.shipping_rate import ShippingRateRest
from simulator.wire.expand import Find, includable_within
from simulator.work import Work

Hash = dict[str, Any]


def create(work: Work) -> Any:
    """POST /v1/shipping_rates; there is no event for it.

    Raises:
        PARAMETER_MISSING
    """
    return make(work, work.params)


def make(work: Work, given: Mapping[str, Any], path: str = "") -> Any:
    """A new shipping rate of these parameters, kept.

    Args:
        path: the hash that they are in, for refusals; empty at the top.

    Raises:
        PARAMETER_MISSING
    """
    fixed = dict(given.get("fixed_amount") or {})
    if not fixed:
        at = f"{path}[fixed_amount]" if path else "fixed_amount"
        raise errors.PARAMETER_MISSING(name=at, param=at)
    options = fixed.pop("currency_options", None) or {}
    made = Maker(work).make("ShippingRate", {**given, "fixed_amount": fixed}, path=path)
    work.keep(ShippingRateRest(id=str(made.id), currency_options=_added({}, options)))
    return work.keep(made)


def update(work: Work) -> Any:
    """POST /v1/shipping_rates/{shipping_rate_token}: what it costs in a currency stays otherwise.

    Raises:
        RESOURCE_MISSING
    """
    given, id = dict(work.params), work.path["shipping_rate_token"]
    before = work.find_any("shipping_rate", id)
    if before is None:
        param = "shipping_rate_token"
        raise errors.RESOURCE_MISSING(param=param, noun="shipping rate", id=id)
    if options := (given.pop("fixed_amount", None) or {}).get("currency_options"):
        known = _added(options_of(work, id), options)
        work.keep(ShippingRateRest(id=id, currency_options=known))
    return work.keep(Maker(work).change(before, given))


def options_of(work: Work, id: str) -> dict[str, Hash]:
    """What a shipping rate costs in other currencies than its own."""
    rest = work.find(ShippingRateRest, id)
    return {} if rest is None else rest.currency_options


def _added(before: dict[str, Hash], given: Mapping[str, Hash]) -> dict[str, Hash]:
    blank = {"amount": 0, "tax_behavior": "unspecified"}
    new = {currency: blank | before.get(currency, {}) | told for currency, told in given.items()}
    return dict(sorted({**before, **new}.items()))


@includable_within("shipping_rate", "fixed_amount.currency_options")
def currency_options(find: Find, rate: Hash) -> Any:
    """What it costs in other currencies; absent unless it is asked for, which is inferred."""
    rest: ShippingRateRest | None = find(ShippingRateRest.KIND, rate["id"])
    return {} if rest is None else rest.currency_options
