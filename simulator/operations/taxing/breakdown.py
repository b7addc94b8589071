"""How taxes are told: of one line by jurisdiction, and of all that is sold by rate.

Source: API reference, "The Tax Calculation object". What is told of a tax that is not imposed is
inferred.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from simulator.operations.taxing.levying import Part

Hash = dict[str, Any]


def printed(percent: str) -> str:
    """A percentage with one digit behind its point at least: `19.0`, `6.625`."""
    plain = f"{Decimal(percent).normalize():f}"
    return plain if "." in plain else f"{plain}.0"


def of_line(parts: Iterable[Part]) -> list[Hash]:
    """The taxes of one line."""
    return [_of_jurisdiction(part) for part in parts]


def _of_jurisdiction(part: Part) -> Hash:
    levy, place = part.levy, part.place
    return {
        "amount": part.amount,
        "jurisdiction": {
            "country": place.country,
            "display_name": place.country if levy is None else levy.place,
            "level": "country" if levy is None else levy.level,
            "state": None if levy is None else levy.state,
        },
        "sourcing": "destination",
        "tax_rate_details": {
            "display_name": levy.name,
            "percentage_decimal": printed(part.percent),
            "tax_type": levy.type,
        }
        if levy is not None and part.is_imposed
        else None,
        "taxability_reason": part.reason,
        "taxable_amount": part.taxable_amount,
    }


def summed(taxed: Iterable[tuple[Part, bool]]) -> list[Hash]:
    """The taxes of all lines, those of one kind as one.

    Args:
        taxed: each with whether it is inclusive.
    """
    found: dict[tuple[Any, ...], Hash] = {}
    for part, inclusive in taxed:
        key = (part.levy, part.percent, part.reason, inclusive)
        so_far = found.setdefault(key, _of_rate(part, inclusive=inclusive))
        so_far["amount"] += part.amount
        so_far["taxable_amount"] += part.taxable_amount
    return list(found.values())


def _of_rate(part: Part, *, inclusive: bool) -> Hash:
    """One kind of tax, of which nothing is counted yet."""
    levy = part.levy
    return {
        "amount": 0,
        "inclusive": inclusive,
        "tax_rate_details": {
            "country": part.place.country,
            "flat_amount": None,
            "percentage_decimal": printed(part.percent),
            "rate_type": "percentage" if part.is_imposed else None,
            "state": part.place.state if levy is None else levy.state,
            "tax_type": None if levy is None else levy.type,
        },
        "taxability_reason": part.reason,
        "taxable_amount": 0,
    }
