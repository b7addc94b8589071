"""What is told of a business and of those behind it, and cannot be so.

Unlike Stripe: only American numbers and structures are looked at, and no phone number.

Source: quoted refusals; Stripe docs, "Identify business structures", "Required verification
information".
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from simulator import errors
from simulator.fixed.iso_countries import COUNTRIES
from simulator.operations.payers.cards import digits
from simulator.resources.account import Person, as_hash
from simulator.work import Work

Hash = dict[str, Any]

AGE_LEAST: Final = 13
"""Years."""
TAX_ID_DIGITS: Final = 9
STRUCTURES: Final[Mapping[str, frozenset[str]]] = {
    "company": frozenset(
        {
            "multi_member_llc",
            "private_corporation",
            "private_partnership",
            "public_corporation",
            "public_partnership",
            "single_member_llc",
            "sole_proprietorship",
            "unincorporated_association",
        }
    ),
    "government_entity": frozenset(
        {
            "government_instrumentality",
            "governmental_unit",
            "tax_exempt_government_instrumentality",
        }
    ),
    "individual": frozenset(),
    "non_profit": frozenset({"incorporated_non_profit", "unincorporated_non_profit"}),
}
"""The structures of American businesses, by their type."""
FIVE: Final = "[0-9]{5}"
POSTAL_CODES: Final[Mapping[str, str]] = {
    "DE": FIVE,
    "ES": FIVE,
    "FR": FIVE,
    "IT": FIVE,
    "NL": "[0-9]{4} [A-Z]{2}",
    "US": f"{FIVE}(-?[0-9]{{4}})?",
}
"""How postal codes are formed. Unlike Stripe: which knows them of every country, and every one."""
KEPT: Final = ("first_name", "last_name", "dob")
"""What a verified person is known by."""


def check_business(
    work: Work, country: str, business_type: str | None, given: Hash, known: Person | None = None
) -> None:
    """Refuse what no business can be of which an account tells.

    Args:
        business_type: what the account is once it has been changed.
        known: whom the account has told of already.

    Raises:
        INDIVIDUAL_OF_ANOTHER_TYPE, STRUCTURE_INVALID, and what `check_person` raises
    """
    person = given.get("individual")
    if person and business_type not in (None, "individual"):
        raise errors.INDIVIDUAL_OF_ANOTHER_TYPE()
    if person:
        check_person(work, country, person, known, at="individual")
    company: Hash = given.get("company") or {}
    structure = company.get("structure")
    possible = STRUCTURES.get(business_type or "")
    if country == "US" and structure and possible is not None and structure not in possible:
        raise errors.STRUCTURE_INVALID(structure=structure, country=country, type=business_type)
    _check_number(country, company.get("tax_id"), "company[tax_id]")
    _check_address(country, company.get("address"), "company[address]")


def check_person(
    work: Work, country: str, given: Hash, known: Person | None = None, *, at: str = ""
) -> None:
    """Refuse what nobody can be of whom an account tells.

    Args:
        country: the account's, whose numbers Stripe expects of everybody.
        known: the person as told of until now.
        at: the hash that tells of the person, empty where the parameters themselves do.

    Raises:
        TAX_ID_DIGITS_WRONG, TOO_YOUNG, COUNTRY_UNKNOWN, POSTAL_CODE_INVALID, VERIFIED_ALREADY
    """
    born: Hash = given.get("dob") or {}
    if _too_young(work, born):
        raise errors.TOO_YOUNG(param=f"{_within(at, 'dob')}[year]", least=AGE_LEAST)
    _check_number(country, given.get("id_number"), _within(at, "id_number"))
    _check_address(country, given.get("address"), _within(at, "address"))
    if known is not None and as_hash(known.verification).get("status") == "verified":
        _check_kept(known, given, at)


def _within(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name


def _check_kept(known: Person, given: Hash, at: str) -> None:
    """Refuse to change by what somebody was verified. Which particulars these are is inferred."""
    for name in KEPT:
        if given.get(name) and given[name] != getattr(known, name):
            path = _within(at, name)
            raise errors.VERIFIED_ALREADY(param=path, name=path)
    document: Hash = (given.get("verification") or {}).get("document") or {}
    for side in document:
        path = f"{_within(at, 'verification')}[document][{side}]"
        raise errors.VERIFIED_ALREADY(param=path, name=path)


def _check_address(country: str, given: Hash | None, at: str) -> None:
    """Refuse a country that is none, and a postal code that is none in its country."""
    told = given or {}
    where = told.get("country") or country
    if where.upper() not in COUNTRIES:
        raise errors.COUNTRY_UNKNOWN(param=f"{at}[country]", country=where)
    code, form = told.get("postal_code"), POSTAL_CODES.get(where)
    if code and form and not re.fullmatch(form, code):
        raise errors.POSTAL_CODE_INVALID(param=f"{at}[postal_code]", country=where)


def _too_young(work: Work, born: Hash) -> bool:
    """Whether somebody is not of age yet; whose birthday is not told is left alone."""
    if not born:
        return False
    year, month, day = (born[name] for name in ("year", "month", "day"))
    today = datetime.fromtimestamp(work.now, UTC)
    return (year + AGE_LEAST, month, day) > (today.year, today.month, today.day)


def _check_number(country: str, number: str | None, param: str) -> None:
    plain = (number or "").replace("-", "").replace(" ", "")
    if number and country == "US" and not (digits(plain) and len(plain) == TAX_ID_DIGITS):
        raise errors.TAX_ID_DIGITS_WRONG(param=param, count=TAX_ID_DIGITS)
