"""Amounts: whole minor units of a currency, the limits that Stripe sets, and how it prints them.

Source: Stripe docs, "Supported currencies" (zero-decimal, three-decimal, minimum and maximum charge
amounts).
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

ZERO_DECIMAL: Final = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()
)
THREE_DECIMAL: Final = frozenset("bhd jod kwd omr tnd".split())
MINIMUM: Final[Mapping[str, int]] = {
    "usd": 50, "aed": 200, "ars": 50, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50,
    "cop": 50, "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "idr": 50,
    "ils": 50, "inr": 50, "jpy": 50, "krw": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50,
    "php": 50, "pln": 200, "ron": 200, "rub": 50, "sek": 300, "sgd": 50, "thb": 1000, "zar": 50,
}  # fmt: skip
"""Minimum charge amounts, minor units; for others the converted amount decides at Stripe."""
MAXIMUM_DIGITS: Final[Mapping[str, int]] = {
    "cop": 10, "huf": 10, "jpy": 10, "inr": 9, "idr": 12, "lbp": 12,
}  # fmt: skip
SYMBOLS: Final[Mapping[str, str]] = {
    "usd": "$", "aud": "$", "cad": "$", "hkd": "$", "nzd": "$", "sgd": "$", "mxn": "$", "eur": "€",
    "gbp": "£", "jpy": "¥", "inr": "₹", "brl": "R$", "krw": "₩", "php": "₱",
}  # fmt: skip
SYMBOLS_BEHIND: Final[Mapping[str, str]] = {
    "huf": "Ft", "pln": "zł", "czk": "Kč", "sek": "kr", "dkk": "kr", "nok": "kr", "ngn": "₦",
}  # fmt: skip


def decimals(currency: str) -> int:
    """How many digits of an amount stand behind the point."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def maximum(currency: str) -> int:
    """The largest amount that can be charged at once, minor units."""
    return int("9" * MAXIMUM_DIGITS.get(currency, 8))


def printed(amount: int, currency: str) -> str:
    """An amount as Stripe's messages print it: `$1,000.00`, `¥500`, `175.00 Ft`."""
    places = decimals(currency)
    number = f"{Decimal(amount).scaleb(-places):,.{places}f}"
    if behind := SYMBOLS_BEHIND.get(currency):
        return f"{number} {behind}"
    return f"{SYMBOLS.get(currency, '')}{number}"


def share(amount: int, rate: str) -> int:
    """A share of an amount, rounded half up to a whole minor unit."""
    return int((amount * Decimal(rate)).quantize(Decimal(1), ROUND_HALF_UP))
