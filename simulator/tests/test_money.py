"""Amounts that people type."""

import pytest

from simulator import money


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("12", "usd", 1200),
        ("12.5", "usd", 1250),
        ("$1,000.50", "usd", 100050),
        (" € 5,50 ", "eur", 550),
        ("5,5", "eur", 550),
        ("1,000", "eur", 100000),
        ("5.", "eur", 500),
        ("500", "jpy", 500),
        ("1.234", "bhd", 1234),
    ],
)
def test_what_somebody_types_is_an_amount(typed: str, currency: str, amount: int) -> None:
    assert money.read(typed, currency) == amount


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("10.999", "usd"),
        ("0.5", "jpy"),
        ("1,00,0", "usd"),
        ("1,000,5", "eur"),
        ("-5", "usd"),
        ("five", "usd"),
        ("", "usd"),
        ("$", "usd"),
        ("٣", "usd"),
        ("1" * 13, "usd"),
    ],
)
def test_what_cannot_be_one_to_the_last_digit_is_none(typed: str, currency: str) -> None:
    assert money.read(typed, currency) is None
