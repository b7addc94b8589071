"""What is levied on sales where: out of the table of taxes.

Source: the rates that tax offices publish; API reference, "Tax Calculations" (tax_breakdown), for
the words. What a tax is called for people is inferred.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

Hash = dict[str, Any]
NONTAXABLE: Final = "txcd_00000000"
FEDERAL: Final = "5"
"""Percent that Canada levies where a province has not harmonized its own tax with it."""
HARMONIZED: Final = "hst"


class Levy(NamedTuple):
    """One tax of one place."""

    country: str
    state: str | None
    level: str
    place: str
    """The name of the place, for people."""
    name: str
    """The name of the tax, for people."""
    type: str
    percent: str
    of_state: bool = False
    """Whether the state is who one registers with, rather than the country."""


@cache
def _table() -> Hash:
    return tomllib.loads(Path(__file__).with_name("taxes.toml").read_text("utf-8"))


def levies_of(country: str, state: str | None) -> tuple[Levy, ...] | None:
    """The taxes on what is sold to somebody there, none where there are none; None: not known."""
    if country == "US":
        return _of_american_state(state)
    if country == "CA":
        return _of_province(state)
    told = _table()["countries"].get(country)
    return None if told is None else (_levy(country, told["type"], told["percent"]),)


def _levy(country: str, type: str, percent: str) -> Levy:
    name = _table()["names"][type]
    return Levy(country, None, "country", country, name, type, percent)


def _of_american_state(state: str | None) -> tuple[Levy, ...] | None:
    told = _table()["states"]["US"].get(state)
    if told is None:
        return None
    if told["percent"] == "0":
        return ()
    name, type = _table()["names"]["sales_tax"], "sales_tax"
    return (Levy("US", state, "state", told["name"], name, type, told["percent"], of_state=True),)


def _of_province(state: str | None) -> tuple[Levy, ...] | None:
    told = _table()["states"]["CA"].get(state)
    if told is None:
        return None
    federal, type = _levy("CA", "gst", FEDERAL), told.get("type")
    if type is None:
        return (federal,)
    harmonized = type == HARMONIZED
    name = _table()["names"][type]
    own = Levy("CA", state, "state", told["name"], name, type, told["percent"], not harmonized)
    return (own,) if harmonized else (federal, own)


def in_union(country: str) -> bool:
    """Whether it is part of the European Union's area of value-added tax."""
    return bool(_table()["countries"].get(country, {}).get("union"))


def percent_of(levy: Levy, tax_code: str) -> str | None:
    """What the levy is on goods of this code, percent; None: they are exempt."""
    if tax_code == NONTAXABLE or levy.state in _table()["exempt"].get(tax_code, ()):
        return None
    reduced: str = _table()["reduced"].get(tax_code, {}).get(levy.country, levy.percent)
    return reduced


def state_named(country: str, told: str | None, postal_code: str | None) -> str | None:
    """The state by its code or its name, or else by a postal code; None: there is no such."""
    states: Hash = _table()["states"][country]
    word = (told or "").strip()
    for code, each in states.items():
        if word.casefold() in (code.casefold(), each["name"].casefold()):
            return str(code)
    prefix = (postal_code or "").strip().upper()
    found = (c for c, each in states.items() if any(_is_in(prefix, z) for z in each["zips"]))
    return next(found, None)


def _is_in(prefix: str, zips: str) -> bool:
    first, dash, last = zips.partition("-")
    if not dash:
        return prefix.startswith(first)
    return bool(re.match("[0-9]{5}", prefix)) and first <= prefix[:3] <= last
