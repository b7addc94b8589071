"""Amounts: whole minor units of a currency, the limits that Stripe sets, and how it prints them.

Source: Stripe docs, "Supported currencies" (zero-decimal, three-decimal, minimum and maximum charge
amounts).
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
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
PER_DOLLAR: Final[Mapping[str, str]] = {
    "usd": "1", "aed": "3.6725", "ars": "1400", "aud": "1.52", "bgn": "1.68", "brl": "5.4",
    "cad": "1.39", "chf": "0.8", "cop": "3900", "czk": "21", "dkk": "6.4", "eur": "0.86",
    "gbp": "0.75", "hkd": "7.8", "huf": "335", "idr": "16600", "ils": "3.3", "inr": "88",
    "jpy": "152", "krw": "1430", "mxn": "18.5", "myr": "4.2", "ngn": "1450", "nok": "10",
    "nzd": "1.74", "php": "58", "pkr": "281", "pln": "3.65", "ron": "4.4", "sek": "9.4",
    "sgd": "1.3", "thb": "32.5", "vnd": "26300", "zar": "17.3", "cny": "7.1", "twd": "31",
}  # fmt: skip
"""About how much of a currency a dollar buys; rates stand still, so that a run can be repeated."""
UNITS: Final[Mapping[str, str]] = {
    "usd": "cents", "eur": "cents", "aud": "cents", "cad": "cents", "gbp": "pence", "aed": "fils",
    "bgn": "stotinka", "hkd": "cents", "pln": "grosz",
}  # fmt: skip
"""What a refusal calls the minor unit of the settlement currency."""
MAXIMUM_DIGITS: Final[Mapping[str, int]] = {
    "cop": 10, "huf": 10, "jpy": 10, "inr": 9, "idr": 12, "lbp": 12,
}  # fmt: skip
SYMBOLS: Final[Mapping[str, str]] = {
    "usd": "$", "aud": "$", "cad": "$", "hkd": "$", "nzd": "$", "sgd": "$", "mxn": "$", "eur": "€",
    "gbp": "£", "jpy": "¥", "inr": "₹", "brl": "R$", "krw": "₩", "php": "₱", "cop": "$", "ars": "$",
    "pkr": "₨", "aed": "د.إ", "vnd": "₫", "thb": "฿", "ils": "₪", "cny": "¥", "twd": "$",
}  # fmt: skip
SYMBOLS_BEHIND: Final[Mapping[str, str]] = {
    "huf": "Ft", "pln": "zł", "czk": "Kč", "sek": "kr", "dkk": "kr", "nok": "kr", "ngn": "₦",
}  # fmt: skip

_GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_TYPED: Final = re.compile(r"[0-9]{1,12}(\.(?P<fraction>[0-9]*))?")


def decimals(currency: str) -> int:
    """How many digits of an amount stand behind the point."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


@cache
def maximum(currency: str) -> int:
    """The largest amount that can be charged at once, minor units."""
    return int("9" * MAXIMUM_DIGITS.get(currency, 8))


def printed(amount: int, currency: str) -> str:
    """An amount as Stripe's messages print it: `$1,000.00`, `¥500`, `175.00 Ft`."""
    places = decimals(currency)
    return _with_symbol(f"{Decimal(amount).scaleb(-places):,.{places}f}", currency)


def printed_exactly(amount: Decimal, currency: str) -> str:
    """An amount that may have a fraction of a minor unit, whole: `$9.00`, `$0.036`."""
    if amount == amount.to_integral_value():
        return printed(int(amount), currency)
    return _with_symbol(f"{amount.scaleb(-decimals(currency)).normalize():,f}", currency)


def _with_symbol(number: str, currency: str) -> str:
    if behind := SYMBOLS_BEHIND.get(currency):
        return f"{number} {behind}"
    return f"{SYMBOLS.get(currency, '')}{number}"


def read(text: str, currency: str) -> int | None:
    """The amount that was typed, minor units: `$1,000.50`, `12`, `5,50`; None if it is none.

    A comma parts thousands, unless it can only be the decimal one. What is smaller than the minor
    unit of the currency is not cut off: such an amount is none.
    """
    plain = text.strip().removeprefix(SYMBOLS.get(currency, "")).strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    found = _TYPED.fullmatch(plain.replace(",", "."))
    if found is None or len(found["fraction"] or "") > decimals(currency):
        return None
    return int(Decimal(found[0]).scaleb(decimals(currency)))


def share(amount: int, rate: str) -> int:
    """A share of an amount, rounded half up to a whole minor unit."""
    above, below = _ratio(rate)
    doubled = (2 * abs(amount) * above + below) // (2 * below)
    return doubled if amount >= 0 else -doubled


@cache
def _ratio(rate: str) -> tuple[int, int]:
    return Decimal(rate).as_integer_ratio()


def named(amount: int, currency: str, *, beside: str) -> str:
    """An amount beside one of another currency: with its code where both have the same sign."""
    text = printed(amount, currency)
    is_told_apart = SYMBOLS.get(currency) != SYMBOLS.get(beside)
    return text if is_told_apart else f"{text} {currency.upper()}"


def converted(amount: int, currency: str, into: str) -> int | None:
    """About what an amount is in another currency, minor units; None where no rate is known."""
    have, want = PER_DOLLAR.get(currency), PER_DOLLAR.get(into)
    if have is None or want is None:
        return None
    value = Decimal(amount).scaleb(-decimals(currency)) / Decimal(have) * Decimal(want)
    return int(value.scaleb(decimals(into)).quantize(Decimal(1), ROUND_HALF_UP))


def rate(currency: str, into: str) -> float | None:
    """How much of a currency one unit of another buys, as `exchange_rate` shows it; or None."""
    have, want = PER_DOLLAR.get(currency), PER_DOLLAR.get(into)
    if have is None or want is None:
        return None
    return float(round(Decimal(want) / Decimal(have), 6))
