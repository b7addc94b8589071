"""The ways to send what a Session or a Payment Link sells, and what each costs.

Source: API reference, "Create a Checkout Session" (shipping_options), "Shipping Rates".
"""

from collections.abc import Iterable
from typing import Any

from simulator import errors
from simulator.operations.selling.redeeming import named
from simulator.operations.selling.shipping_rates import make, options_of
from simulator.work import Work

Hash = dict[str, Any]


def cost(work: Work, rate: Any, currency: str, param: str = "shipping_options") -> int:
    """What a shipping rate costs in this currency, minor units.

    Args:
        param: what names it, for refusals.

    Raises:
        SHIPPING_OF_ANOTHER_CURRENCY
    """
    fixed = rate.fixed_amount or {"currency": currency}
    if fixed["currency"] == currency:
        return int(fixed.get("amount") or 0)
    option = options_of(work, rate.id).get(currency)
    if option is None:
        raise errors.SHIPPING_OF_ANOTHER_CURRENCY(
            param=param, other=fixed["currency"], currency=currency
        )
    return int(option["amount"])


def way(work: Work, rate: Any, currency: str, param: str) -> Hash:
    """A way to send it, as a Session or a Payment Link shows it.

    Raises:
        SHIPPING_OF_ANOTHER_CURRENCY
    """
    return {"shipping_amount": cost(work, rate, currency, param), "shipping_rate": rate.id}


def ways(work: Work, rates: Iterable[Any], currency: str) -> list[Hash]:
    """The ways to send it, as a Session shows them.

    Raises:
        SHIPPING_OF_ANOTHER_CURRENCY
    """
    return [way(work, rate, currency, f"shipping_options[{at}]") for at, rate in enumerate(rates)]


def shipping_rates_of(work: Work, given: Hash) -> list[Any]:
    """The ways to send it, the first of which is chosen until the shopper chooses.

    Raises:
        REFERENCE_MISSING, SHIPPING_RATE_INACTIVE, PARAMETER_MISSING, ONE_WAY_NEEDED, EXCLUSIVE
    """
    rates = []
    rows = given.get("shipping_options") or [
        {"shipping_rate": id} for id in given.get("shipping_rates") or ()
    ]
    for index, row in enumerate(rows):
        at = f"shipping_options[{index}]"
        if row.get("shipping_rate") and row.get("shipping_rate_data"):
            raise errors.EXCLUSIVE(param=at, names="shipping_rate, shipping_rate_data")
        if id := row.get("shipping_rate"):
            rates.append(usable_rate(work, id, at))
        elif data := row.get("shipping_rate_data"):
            rates.append(make(work, data, f"{at}[shipping_rate_data]"))
        else:
            raise errors.ONE_WAY_NEEDED(param=at)
    return rates


def usable_rate(work: Work, id: str, param: str) -> Any:
    """The shipping rate that a parameter names, if it is in use.

    Raises:
        REFERENCE_MISSING, SHIPPING_RATE_INACTIVE
    """
    rate = named(work, "shipping_rate", id, param)
    if not rate.active:
        raise errors.SHIPPING_RATE_INACTIVE(param=param)
    return rate
