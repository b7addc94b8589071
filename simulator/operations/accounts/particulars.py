"""What is told of a business and of those behind it, and cannot be so.

Unlike Stripe: only American numbers and structures are looked at, and no phone number or address.

Source: quoted refusals; Stripe docs, "Identify business structures", "Required verification
information".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from simulator import errors
from simulator.operations.payers.cards import digits
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


def check_business(work: Work, country: str, business_type: str | None, given: Hash) -> None:
    """Refuse what no business can be of which an account tells.

    Args:
        business_type: what the account is once it has been changed.

    Raises:
        INDIVIDUAL_OF_ANOTHER_TYPE, STRUCTURE_INVALID, TAX_ID_DIGITS_WRONG, TOO_YOUNG
    """
    person = given.get("individual")
    if person and business_type not in (None, "individual"):
        raise errors.INDIVIDUAL_OF_ANOTHER_TYPE()
    if person:
        check_person(work, country, person, "individual")
    company: Hash = given.get("company") or {}
    structure = company.get("structure")
    possible = STRUCTURES.get(business_type or "")
    if country == "US" and structure and possible is not None and structure not in possible:
        raise errors.STRUCTURE_INVALID(structure=structure, country=country, type=business_type)
    _check_number(country, company.get("tax_id"), "company[tax_id]")


def check_person(work: Work, country: str, given: Hash, at: str = "") -> None:
    """Refuse what nobody can be of whom an account tells.

    Args:
        country: the account's, whose numbers Stripe expects of everybody.
        at: the hash that tells of the person, empty where the parameters themselves do.

    Raises:
        TAX_ID_DIGITS_WRONG, TOO_YOUNG
    """
    born: Hash = given.get("dob") or {}
    if _too_young(work, born):
        raise errors.TOO_YOUNG(param=f"{at}[dob][year]" if at else "dob[year]", least=AGE_LEAST)
    _check_number(country, given.get("id_number"), f"{at}[id_number]" if at else "id_number")


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
