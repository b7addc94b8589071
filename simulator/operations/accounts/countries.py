"""The countries in which Stripe has accounts: their currencies, and which are one region.

Source: Stripe's page "Global availability"; Stripe docs, "Debit connected accounts" (regions).
"""

from typing import Final

from simulator import errors, fixed

RECEIVING: Final = frozenset(
    """
    AG AL AM AO AR AZ BA BD BH BJ BN BO BS BT BW CI CL CO CR DO DZ EC EG ET GA GH GM GT GY ID IL IS
    JM JO KE KH KR KW KZ LA LC LK MA MC MD MG MK MN MO MU MZ NA NE NG OM PA PE PH PK PY QA RS RW SA
    SM SN SV TN TR TT TW TZ UY UZ VN ZA
    """.split()
)
"""Countries in which accounts are opened that only receive. Source: Stripe docs, "Receive payouts"
(test bank numbers); recorded accounts."""


def check_country(country: str) -> None:
    """Refuse to open an account where there are none.

    Raises:
        COUNTRY_UNSUPPORTED
    """
    if country not in RECEIVING and country not in fixed.countries():
        raise errors.COUNTRY_UNSUPPORTED(country=country)


def currency_of(country: str) -> str:
    """What an account settles in by default; where Stripe has none, dollars (inferred)."""
    told = fixed.countries().get(country)
    return "usd" if told is None else str(told["currency"])


def reaches(country: str, other: str) -> bool:
    """Whether money of a platform's can be transferred to an account in another country."""
    told = fixed.countries()
    return country == other or all("zone" in told.get(each, {}) for each in (country, other))


def region(country: str | None) -> str | None:
    """Europe is one region, and every other country is one of its own; inferred."""
    told = fixed.countries().get(country or "", {})
    return "Europe" if told.get("zone") == fixed.EUROPE else country
