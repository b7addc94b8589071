import pytest

from scenarios.invariants.amounts import written


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [(10_000, "usd", "100.00 usd"), (5, "eur", "0.05 eur"), (500, "jpy", "500 jpy"),
     (12_345, "kwd", "12.345 kwd"), (-150, "usd", "-1.50 usd")],
)  # fmt: skip
def test_amounts_are_written_in_their_currency(amount: int, currency: str, text: str) -> None:
    assert written(amount, currency) == text
