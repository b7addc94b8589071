import pytest

from load.budgets import NotABudget, parse, spend


@pytest.mark.parametrize(
    ("text", "measured", "kept"),
    [
        ("ack_ms.p99 < 1000", 999.9, True),
        ("ack_ms.p99 < 1000", 1000, False),
        ("ack_ms.p99.9<=1000", 1000, True),
        ("violations == 0", 0, True),
        ("violations == 0", 1, False),
        ("rate >= 12.5", 12.5, True),
        ("rate > 12.5", 12.5, False),
    ],
)
def test_a_budget_is_kept_or_broken(text: str, measured: float, kept: bool) -> None:
    budget = parse(text)
    (spent,) = spend([budget], {budget.measure: measured})
    assert spent.kept is kept


def test_what_was_not_measured_is_neither_kept_nor_broken() -> None:
    (spent,) = spend([parse("ack_ms.p99 < 1000")], {})
    assert spent.kept is None


@pytest.mark.parametrize(
    "text", ["", "fast", "p99 <", "< 5", "a < b", "a = 5", "a < -1", "a < 5 ms"]
)
def test_what_is_no_budget_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotABudget, match=r"ack_ms\.p99 < 1000"):
        parse(text)


def test_a_budget_is_written_as_it_was_read() -> None:
    assert str(parse("  ack_ms.p99   <1000")) == "ack_ms.p99 < 1000"
