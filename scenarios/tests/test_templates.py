import pytest

from scenarios.templates import MissingValue, fill, pick, places


def test_a_place_alone_keeps_the_kind_of_its_value() -> None:
    assert fill({"items": "{items}", "n": "{n}"}, {"items": [1], "n": 2}) == {"items": [1], "n": 2}


def test_a_place_among_words_is_written_out() -> None:
    assert fill("/carts/{cart}/pay?n={n}", {"cart": "c1", "n": 2}) == "/carts/c1/pay?n=2"


def test_a_value_that_is_none_leaves_its_key_out() -> None:
    assert fill({"amount": "{amount}", "a": 1}, {"amount": None}) == {"a": 1}


def test_keys_are_filled_too() -> None:
    assert fill({"{currency}": "{price}"}, {"currency": "usd", "price": 5}) == {"usd": 5}


def test_doubled_braces_are_braces() -> None:
    assert fill("{{not}} {a}", {"a": 1}) == "{not} 1"


def test_a_value_that_nobody_gave_is_told_by_its_name() -> None:
    with pytest.raises(MissingValue, match="cart"):
        fill(["{cart}"], {})


def test_all_places_are_found() -> None:
    assert sorted(places({"{a}": ["{b} {c}", {"x": "{d}"}], "e": 1})) == ["a", "b", "c", "d"]


def test_values_are_picked_and_what_is_not_there_is_none() -> None:
    assert pick({"a": {"b": 1}}, {"x": "a.b", "y": "a.c"}) == {"x": 1, "y": None}
