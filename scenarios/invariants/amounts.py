"""Money as people write it."""

from __future__ import annotations

from typing import Final

# Currencies whose amounts have no decimals, or three. Source: Stripe docs, "Currencies".
ZERO_DECIMAL: Final = frozenset({
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
    "xof", "xpf",
})  # fmt: skip
THREE_DECIMAL: Final = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})


def written(amount: int, currency: str) -> str:
    """An amount in minor units as a person reads it: 10000, "usd" is "100.00 usd"."""
    places = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    if not places:
        return f"{amount} {currency}"
    whole, part = divmod(abs(amount), 10**places)
    return f"{'-' if amount < 0 else ''}{whole}.{part:0{places}} {currency}"
