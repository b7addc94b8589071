"""The countries in which Stripe has accounts: their currencies, and which are one region.

Source: Stripe's page "Global availability"; Stripe docs, "Debit connected accounts" (regions).
"""

from simulator import fixed


def currency_of(country: str) -> str:
    """What an account settles in by default; where Stripe has none, dollars (inferred)."""
    told = fixed.countries().get(country)
    return "usd" if told is None else str(told["currency"])


def region(country: str | None) -> str | None:
    """Europe is one region, and every other country is one of its own; inferred."""
    told = fixed.countries().get(country or "", {})
    return "Europe" if told.get("zone") == fixed.EUROPE else country
