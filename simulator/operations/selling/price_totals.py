"""What so many of a Price cost, its tiers included, which are kept beside it.

Source: API reference, "Prices" (billing_scheme, tiers).
"""

from typing import Any

from simulator.resources import price as prices
from simulator.resources.price import Part, Price, PriceRest
from simulator.work import Work


def total_of(work: Work, price: Price, quantity: int) -> int:
    """What so many of it cost, minor units."""
    return prices.total(price, quantity, _tiers(work, price))


def parts_of(work: Work, price: Price, quantity: int) -> list[Part]:
    """What so many of it cost, as an invoice breaks it down."""
    return prices.parts(price, quantity, _tiers(work, price))


def _tiers(work: Work, price: Price) -> list[dict[str, Any]] | None:
    if price.billing_scheme != "tiered":
        return None
    rest = work.find(PriceRest, price.id)
    if rest is None:
        return None
    return rest.currency_options.get(price.currency, {}).get("tiers") or rest.tiers
