"""Money is shown as people write it, and counted as Stripe does."""

from __future__ import annotations

import pytest

from reference_backend.money import shown


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (10000, "usd", "100.00 USD"),
        (5, "usd", "0.05 USD"),
        (-1250, "eur", "-12.50 EUR"),
        (500, "jpy", "500 JPY"),
        (1234567, "jpy", "1,234,567 JPY"),
        (1500, "kwd", "1.500 KWD"),
        (0, "usd", "0.00 USD"),
    ],
)
def test_an_amount_is_shown_with_the_decimals_of_its_currency(
    amount: int, currency: str, text: str
) -> None:
    assert shown(amount, currency) == text
