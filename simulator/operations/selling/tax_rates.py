"""What a tax rate adds to an amount, or is contained in it; and the rates of old clients.

Source: API reference, "Tax Rates". That it rounds half up, each line by itself, is inferred.
"""

from decimal import Decimal
from typing import Any, Final

from simulator import errors, money
from simulator.catalogue.maker import Maker
from simulator.work import Work

OVER: Final = Decimal(100)
DECIMALS_MOST: Final = 4
"""Places behind the point of tax_percent. Source: API reference of 2020."""


def tax_on(amount: int, rate: Any) -> int:
    """The tax on an amount, or in it where the rate is inclusive; minor units."""
    share = Decimal(str(rate.percentage)) / OVER
    if rate.inclusive:
        return amount - money.share(amount, str(1 / (1 + share)))
    return money.share(amount, str(share))


def with_rate_of_percent(work: Work, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters, with a tax rate in the place of `tax_percent`.

    Source: Stripe docs, "Migrating to Tax Rates and Tax IDs": Stripe makes the rate, which has no
    name, and it becomes the only default one. That one rate does for all who name the same
    percentage, and what is refused in which words, is inferred.

    Raises:
        EXCLUSIVE, TAX_PERCENT_NEGATIVE, TAX_PERCENT_TOO_GREAT, TOO_MANY_DECIMALS
    """
    if "tax_percent" not in given:
        return given
    rest = {name: value for name, value in given.items() if name != "tax_percent"}
    percent = given["tax_percent"]
    if percent is None:
        return {"default_tax_rates": None} | rest
    if rest.get("default_tax_rates"):
        raise errors.EXCLUSIVE(names="default_tax_rates, tax_percent", param="tax_percent")
    if percent < 0:
        raise errors.TAX_PERCENT_NEGATIVE(value=percent)
    if percent > OVER:
        raise errors.TAX_PERCENT_TOO_GREAT(value=percent)
    if round(percent, DECIMALS_MOST) != percent:
        raise errors.TOO_MANY_DECIMALS(param="tax_percent", value=percent, most="four")
    return rest | {"default_tax_rates": [_nameless(work, percent).id]}


def _nameless(work: Work, percent: float) -> Any:
    """The tax rate of a percentage that nobody named; made where there is none."""
    said = {"display_name": "", "inclusive": False, "percentage": percent}
    for kept in work.account.store.table("tax_rate").values():
        if kept.active and all(getattr(kept, name) == value for name, value in said.items()):
            return kept
    made = work.keep(Maker(work).make("TaxRate", said))
    work.post("tax_rate.created", made)
    return made
