"""The countries in which Stripe has accounts: their currencies, and which are one region.

Source: Stripe's page "Global availability"; Stripe docs, "Debit connected accounts" (regions).
"""

from collections.abc import Mapping
from typing import Final

EURO: Final = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split()
CURRENCIES: Final[Mapping[str, str]] = dict.fromkeys(EURO, "eur") | {
    "AE": "aed",
    "AU": "aud",
    "BR": "brl",
    "CA": "cad",
    "CH": "chf",
    "CZ": "czk",
    "DK": "dkk",
    "GB": "gbp",
    "GI": "gbp",
    "HK": "hkd",
    "HU": "huf",
    "IN": "inr",
    "JP": "jpy",
    "LI": "chf",
    "MX": "mxn",
    "MY": "myr",
    "NO": "nok",
    "NZ": "nzd",
    "PL": "pln",
    "RO": "ron",
    "SE": "sek",
    "SG": "sgd",
    "TH": "thb",
    "US": "usd",
}
"""What an account settles in by default, by its country."""
EUROPE: Final = frozenset({*EURO, *"CH CZ DK GB GI HU LI NO PL RO SE".split()})


def region(country: str | None) -> str | None:
    """Europe is one region, and every other country is one of its own; inferred."""
    return "Europe" if country in EUROPE else country
