"""What is the same in every account, and nobody makes: countries, exchange rates, tax codes.

Rule: it is data, in the tables beside this file. What is not in them is not there: 404.

Unlike Stripe: the tables have the countries where accounts can be opened, and some tax codes.

Source: API reference, "Country Specs", "Exchange Rates", "Tax Codes"; the pages that the tables
name.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from simulator import money
from simulator.catalogue.things import Thing, thing_class
from simulator.fixed.country_specs import EUROPE, country_specs_of

__all__ = ["EUROPE", "FIXED", "countries", "country_specs", "exchange_rates", "find", "tax_codes"]

Hash = dict[str, Any]
TABLES: Final = Path(__file__).parent


def _table(name: str) -> Hash:
    return tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))


def _things(resource: str, documents: Mapping[str, Hash]) -> Mapping[str, Thing]:
    made = thing_class(resource)
    return {id: made(id=id, **fields) for id, fields in documents.items()}


@cache
def countries() -> Mapping[str, Hash]:
    """The countries in which accounts can be opened, as the table tells of them."""
    return {id: told for id, told in _table("countries").items() if id != "asks"}


@cache
def country_specs() -> Mapping[str, Thing]:
    """What Stripe asks of accounts, and pays out to them, by country."""
    return _things("CountrySpec", country_specs_of(countries(), _table("countries")["asks"]))


@cache
def exchange_rates() -> Mapping[str, Thing]:
    """How much of every other currency one buys."""
    known = money.PER_DOLLAR
    return _things(
        "ExchangeRate",
        {
            currency: {"rates": {other: money.rate(currency, other) for other in sorted(known)}}
            for currency in sorted(known)
        },
    )


@cache
def tax_codes() -> Mapping[str, Thing]:
    """What is sold, as tax offices tell it apart.

    That none needs a place of performance is inferred, and so is that what a code is called
    describes it.
    """
    return _things(
        "TaxCode",
        {
            id: {"description": name, "name": name, "requirements": None}
            for id, name in _table("tax_codes").items()
        },
    )


FIXED: Final[Mapping[str, Callable[[], Mapping[str, Thing]]]] = {
    "country_spec": country_specs,
    "exchange_rate": exchange_rates,
    "tax_code": tax_codes,
}
"""By the name that the object has on the wire."""


def find(kind: str, id: str) -> Thing | None:
    """The fixed thing of this kind, if there is one."""
    known = FIXED.get(kind)
    return None if known is None else known().get(id)
