"""What a tax rate may be, what it adds to an amount, or has in it; and the rates of old clients.

Source: API reference, "Tax Rates". That it rounds half up, each line by itself, is inferred.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from simulator import errors, money
from simulator.catalogue.maker import Maker
from simulator.work import Work

OVER: Final = Decimal(100)
DECIMALS_MOST: Final = 4
"""Places behind the point of a percentage. Source: API reference of 2020, of tax_percent."""


def tax_on(amount: int, rate: Any) -> int:
    """The tax on an amount, or in it where the rate is inclusive; minor units."""
    share = Decimal(str(rate.percentage)) / OVER
    if rate.inclusive:
        return amount - money.share(amount, str(1 / (1 + share)))
    return money.share(amount, str(share))


def create(work: Work) -> Any:
    """POST /v1/tax_rates

    Raises:
        TAX_PERCENT_NEGATIVE, TAX_PERCENT_TOO_GREAT, TOO_MANY_DECIMALS
    """
    _check_percent(work.params["percentage"], "percentage")
    made = work.keep(Maker(work).make("TaxRate", work.params))
    work.post("tax_rate.created", made)
    return made


def check_in_use(work: Work, ids: Iterable[str], at: str) -> None:
    """Refuse tax rates that there are not, or that are out of use, for what is new.

    Source: API reference, "The Tax Rate object" (active).

    Raises:
        REFERENCE_MISSING, TAX_RATE_INACTIVE
    """
    for index, id in enumerate(ids):
        rate = work.find_any("tax_rate", id)
        if rate is None:
            raise errors.REFERENCE_MISSING(param=f"{at}[{index}]", noun="tax rate", id=id)
        if not rate.active:
            raise errors.TAX_RATE_INACTIVE(param=f"{at}[{index}]")


def _check_percent(percent: float, param: str) -> None:
    if percent < 0:
        raise errors.TAX_PERCENT_NEGATIVE(param=param, value=percent)
    if percent > OVER:
        raise errors.TAX_PERCENT_TOO_GREAT(param=param, value=percent)
    if round(percent, DECIMALS_MOST) != percent:
        raise errors.TOO_MANY_DECIMALS(param=param, value=percent, most="four")


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
    _check_percent(percent, "tax_percent")
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
