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


SETTLES_MANY: Final = frozenset({"AE", "AU", "HK", "SG", "US"})
"""Countries whose accounts may have bank accounts in other currencies than their own; all of Europe
may, too. Source: Stripe docs, "Multi-currency settlement"."""
EVERYWHERE: Final = "usd"
"""What a bank account may be in everywhere; recorded of Canada, inferred of others."""


def check_country(country: str) -> None:
    """Refuse to open an account where there are none.

    Raises:
        COUNTRY_UNSUPPORTED
    """
    if country not in RECEIVING and country not in fixed.countries():
        raise errors.COUNTRY_UNSUPPORTED(country=country)


def check_bank_currency(country: str, currency: str) -> None:
    """Refuse a bank account in a currency that nobody in this country is paid out in.

    Raises:
        NO_TRANSFERS_IN
    """
    told = fixed.countries().get(country)
    if told is None or told.get("zone") == fixed.EUROPE or country in SETTLES_MANY:
        return
    known = sorted({str(told["currency"]), EVERYWHERE})
    if currency not in known:
        raise errors.NO_TRANSFERS_IN(
            currency=currency, country=country, currencies=", ".join(known)
        )


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
