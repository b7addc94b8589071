"""Amounts are whole minor units everywhere; only a human ever sees anything else.

How many decimals a currency has matters in one place: where an amount is shown.
Source: Stripe docs, "Supported currencies", zero-decimal and three-decimal currencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from reference_backend import problems
from reference_backend.part import Part
from reference_backend.stock import Line

AMOUNT_MAX_MINOR: Final = 99_999_999
"""The most that Stripe takes in one payment, in most currencies."""

ZERO_DECIMAL: Final = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split()
)
THREE_DECIMAL: Final = frozenset("bhd jod kwd omr tnd".split())


class Money(Part):
    """What things cost."""

    def total(self, lines: Iterable[Line]) -> int:
        """What the lines cost together, in minor units."""
        return sum(line.quantity * line.unit_amount_minor for line in lines)

    def charge_amount(self, total_minor: int, currency: str) -> int:  # noqa: ARG002  # see defects
        """What Stripe is to be asked for: Stripe counts in minor units, as the shop does."""
        return total_minor


def minor(text: str, currency: str) -> int:
    """An amount as people write it, in minor units: "12.5" usd is 1250.

    Raises:
        MALFORMED: it is no amount, or finer than the currency is.
    """
    try:
        amount = Decimal(text.replace(",", "")).scaleb(decimals_of(currency))
    except InvalidOperation:
        raise problems.MALFORMED(f"{text!r} is no amount.") from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise problems.MALFORMED(f"{text!r} is no amount in {currency.upper()}.")
    if not 0 < amount <= AMOUNT_MAX_MINOR:
        raise problems.MALFORMED(f"{text!r} is out of range.")
    return int(amount)


def decimals_of(currency: str) -> int:
    """How many decimals people write."""
    return 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2


def shown(amount_minor: int, currency: str) -> str:
    """An amount as people write it: 10000 usd is "100.00 USD", 500 jpy is "500 JPY"."""
    decimals = decimals_of(currency)
    sign = "-" if amount_minor < 0 else ""
    digits = str(abs(amount_minor)).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    grouped = f"{int(whole):,}"
    return f"{sign}{grouped}{'.' + part if part else ''} {currency.upper()}"
