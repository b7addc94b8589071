"""What so many of a Price cost. Source: API reference, "Prices"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.resources.price import Price, canonical, total, whole


def price(**fields: object) -> Price:
    known: dict[str, object] = {
        "id": "price_x",
        "created": 0,
        "currency": "usd",
        "livemode": False,
        "metadata": {},
        "product": "prod_x",
        "unit_amount": None,
        "unit_amount_decimal": None,
    }
    return Price(**(known | fields))  # type: ignore[arg-type]  # the tests' own shorthand


@given(st.integers(0, 99_999_999), st.integers(0, 1_000))
def test_whole_amounts_are_multiplied(amount: int, quantity: int) -> None:
    one = price(unit_amount=amount, unit_amount_decimal=str(amount))
    assert total(one, quantity) == amount * quantity


@pytest.mark.parametrize(
    ("precise", "quantity", "cost"),
    [("0.5", 1, 1), ("0.4", 1, 0), ("0.333", 3, 1), ("10.5", 2, 21)],
)
def test_decimals_are_multiplied_first_and_then_rounded_half_up(
    precise: str, quantity: int, cost: int
) -> None:
    assert total(price(unit_amount_decimal=precise), quantity) == cost


@pytest.mark.parametrize(("quantity", "cost"), [(9, 900), (10, 1000), (12, 1100)])
def test_graduated_tiers_cost_each_part_at_its_own_price(quantity: int, cost: int) -> None:
    assert total(tiered("graduated"), quantity, TIERS) == cost


@pytest.mark.parametrize(("quantity", "cost"), [(10, 1000), (12, 600)])
def test_volume_tiers_cost_everything_at_the_last_price(quantity: int, cost: int) -> None:
    assert total(tiered("volume"), quantity, TIERS) == cost


@pytest.mark.parametrize(("round", "cost"), [("up", 400), ("down", 300)])
def test_packages_are_sold_whole(round: str, cost: int) -> None:
    packed = price(unit_amount_decimal="100", transform_quantity={"divide_by": 5, "round": round})
    assert total(packed, 17) == cost


@pytest.mark.parametrize(
    ("sent", "written", "minor"),
    [("10.50", "10.5", None), ("1000", "1000", 1000), ("0", "0", 0), ("1000.0", "1000", 1000)],
)
def test_decimals_are_written_without_zeros_that_say_nothing(
    sent: str, written: str, minor: int | None
) -> None:
    assert (canonical(sent), whole(sent)) == (written, minor)


TIERS: list[dict[str, object]] = [
    {"up_to": 10, "unit_amount_decimal": "100", "flat_amount_decimal": None},
    {"up_to": None, "unit_amount_decimal": "50", "flat_amount_decimal": None},
]


def tiered(mode: str) -> Price:
    return price(billing_scheme="tiered", tiers_mode=mode)
