"""Taxes that Stripe works out by itself, as the tax rates of what is sold.

Source: Stripe docs, "Collect tax automatically". That each tax is a tax rate, which is made when it
is first used and is not in use for anything else, is inferred.
"""

from typing import Any

from simulator.catalogue.maker import Maker
from simulator.operations.taxing import settings
from simulator.operations.taxing.breakdown import printed
from simulator.operations.taxing.levying import Part, Sale, parts_of
from simulator.operations.taxing.lines import USUAL_CODE
from simulator.resources.product import Product
from simulator.resources.tax import AutomaticRate
from simulator.work import Work

Hash = dict[str, Any]


def is_ready(work: Work) -> bool:
    """Whether the account has said enough for taxes to be worked out."""
    return settings.known(work).head_office is not None


def rates_on(
    work: Work, sale: Sale, amount: int, *, product: str | None, behavior: str | None
) -> tuple[str, ...]:
    """The ids of the tax rates of an amount, minor units.

    Args:
        product: what is sold, which may say its tax code.
        behavior: what the price says of taxes: `inclusive`, `exclusive` or nothing.
    """
    usual = settings.known(work).defaults
    if behavior in (None, "unspecified"):
        behavior = usual["tax_behavior"]
    found = work.find(Product, product) if product else None
    code = (found.tax_code if found is not None else None) or usual["tax_code"] or USUAL_CODE
    inclusive = behavior == "inclusive"
    parts = parts_of(sale, amount, str(code), inclusive=inclusive)
    return tuple(_rate(work, part, inclusive=inclusive) for part in parts if part.levy)


def _rate(work: Work, part: Part, *, inclusive: bool) -> str:
    """The tax rate of a tax, made where there is none yet."""
    levy = part.levy
    assert levy is not None
    said: Hash = {
        "active": False,
        "country": levy.country,
        "display_name": levy.name,
        "inclusive": inclusive,
        "jurisdiction": levy.place,
        "jurisdiction_level": levy.level,
        "percentage": float(printed(part.percent)),
        "rate_type": "percentage" if part.is_imposed else None,
        "state": levy.state,
        "tax_type": levy.type,
    }
    for known in work.where(AutomaticRate, "reason", part.reason):
        kept = work.find_any("tax_rate", known.id)
        if kept is not None and all(getattr(kept, name) == value for name, value in said.items()):
            return known.id
    made = Maker(work).make("TaxRate", said | {"effective_percentage": said["percentage"]})
    work.keep(AutomaticRate(id=made.id, reason=part.reason))
    return str(work.keep(made).id)


def why(work: Work, rate: Any, taxable: int) -> tuple[str, int] | None:
    """For which reason an amount is taxed so, and how much of it; None: somebody has said so."""
    made = work.find(AutomaticRate, rate.id)
    return None if made is None else (made.reason, taxable if rate.rate_type else 0)
