"""Country Specs, out of the table of countries.

What verification wants to know everywhere stands here, what it wants besides in the table; that the
countries of a zone have the same banks is inferred.

Source: API reference, "Country Specs"; Stripe docs, "Cross-border transfers".
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator.wire.currencies import SUPPORTED

Hash = dict[str, Any]

BUSINESS: Final = ("business_profile.mcc", "business_profile.url", "business_type")
AGREED: Final = ("tos_acceptance.date", "tos_acceptance.ip")
PERSON: Final = ("dob.day", "dob.month", "dob.year", "email", "first_name", "last_name", "phone")
COMPANY: Final = ("name", "phone", "tax_id")
METHODS: Final = ("card", "stripe")
EUROPE: Final = "europe"


def country_specs_of(countries: Mapping[str, Hash], asks: Mapping[str, Hash]) -> dict[str, Hash]:
    """The specs by country, without their ids.

    Args:
        asks: what verification wants to know, by the name that countries have for it.
    """
    return {
        id: {
            "default_currency": told["currency"],
            "supported_bank_account_currencies": _banks(id, countries),
            "supported_payment_currencies": list(told.get("charges", SUPPORTED)),
            "supported_payment_methods": list(told.get("methods", METHODS)),
            "supported_transfer_countries": _receivers(id, countries),
            "verification_fields": _asked(asks[told["asks"]]),
        }
        for id, told in countries.items()
    }


def _banks(id: str, countries: Mapping[str, Hash]) -> dict[str, list[str]]:
    """The countries whose bank accounts can be paid out to, by currency."""
    told = countries[id]
    if told.get("zone") != EUROPE:
        return {told["currency"]: [id]}
    found: dict[str, list[str]] = {}
    for other, its in countries.items():
        if its.get("zone") == EUROPE:
            found.setdefault(its["currency"], []).append(other)
    return dict(sorted(found.items()))


def _receivers(id: str, countries: Mapping[str, Hash]) -> list[str]:
    """Itself first; money crosses borders within North America and Europe."""
    if "zone" not in countries[id]:
        return [id]
    return [id, *(other for other, told in countries.items() if "zone" in told and other != id)]


def _asked(asks: Hash) -> Hash:
    person = [f"individual.{name}" for name in (*asks["individual"], *PERSON)]
    place = [name for name in asks["individual"] if name.startswith("address")]
    company = [f"company.{name}" for name in (*place, *asks["company"], *COMPANY)]
    related = [f"relationship.{name}" for name in asks["relationship"]]
    return {
        "company": {
            "additional": [],
            "minimum": sorted([*BUSINESS, *company, "external_account", *related, *AGREED]),
        },
        "individual": {
            "additional": ["individual.id_number", "individual.verification.document"],
            "minimum": sorted([*BUSINESS, "external_account", *person, *AGREED]),
        },
    }
