"""Whatever the order in which things happen: one payment is one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import profile_file
from scenarios.races import Gates, bounded, payments
from scenarios.races.pace import Pace
from scenarios.races.postgres import Statements, address
from scenarios.races.strategies import listed
from scenarios.stage import Stage
from simulator import Simulator

SCHEDULES = st.lists(st.integers(0, 3), max_size=16).map(tuple)
# The stage is shared on purpose: each example makes its own goods, shopper and payment. The
# schedules are drawn before each race, so that shrinking one takes interruptions away.
ARRANGED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LOST_BY = {  # between two calls to Stripe
    "cart": "no_lock_on_cart",
    "webhook": "no_lock_on_payment_intent",
    "capture": "cancels_without_lock",
}


@pytest.mark.parametrize("name", payments.RACES)
def test_no_order_of_two_with_one_interruption_breaks_the_shop(stage: Stage, name: str) -> None:
    explored = bounded(lambda choose: payments.run(name, stage, choose, tasks=2))
    assert explored.found is None, explored.found
    assert explored.whole
    assert not explored.vacuous


@pytest.mark.parametrize("name", ["cart", "webhook"])
@ARRANGED
@given(schedule=SCHEDULES)
def test_one_payment_is_one_order_in_whatever_order(
    stage: Stage, name: str, schedule: tuple[int, ...]
) -> None:
    outcome = payments.run(name, stage, listed(schedule))
    assert outcome.broken == (), outcome.ran
    assert not outcome.ran.failures


@pytest.mark.parametrize("name", LOST_BY)
def test_a_shop_that_loses_the_race_loses_it_again(
    name: str, simulator_server: Simulator, new_database: Callable[[], str]
) -> None:
    account = simulator_server.account(f"sk_test_race_lost_{name}")
    reference, own = profile_file.load(profile_file.REFERENCE), {"DATABASE_URL": new_database()}
    with Stage(reference, account, defect=LOST_BY[name], environment=own) as stage:
        explored = bounded(lambda choose: payments.run(name, stage, choose, tasks=2))
    assert explored.found is not None
    assert explored.found.ran.interruptions <= 1
    assert explored.confirmed == 3


@pytest.fixture
def between(new_database: Callable[[], str]) -> Iterator[Statements]:
    with Statements(address.read(new_database())) as statements:
        yield statements


def test_statement_by_statement_a_coupon_for_one_is_used_once(
    simulator_server: Simulator, between: Statements
) -> None:
    account = simulator_server.account("sk_test_race_of_statements")
    own = {"DATABASE_URL": between.url}
    with Stage(profile_file.load(profile_file.REFERENCE), account, environment=own) as stage:
        gates, pace = Gates(account, between), Pace()
        explored = bounded(
            lambda choose: payments.run("coupon", stage, choose, gates=gates, pace=pace),
            runs_max=20,
        )
    assert explored.found is None, explored.found
    assert not explored.vacuous
    assert between.proxy.faults == []


def test_a_coupon_that_is_looked_up_first_is_lost_between_two_statements_alone(
    simulator_server: Simulator, between: Statements
) -> None:
    account = simulator_server.account("sk_test_race_lost_between_statements")
    own, defect = {"DATABASE_URL": between.url}, "checks_coupon_then_uses_it"
    with Stage(
        profile_file.load(profile_file.REFERENCE), account, defect=defect, environment=own
    ) as stage:
        calls = bounded(lambda choose: payments.run("coupon", stage, choose))
        gates, pace = Gates(account, between), Pace()
        statements = bounded(
            lambda choose: payments.run("coupon", stage, choose, gates=gates, pace=pace)
        )
    assert statements.found is not None
    assert statements.found.invariants == ("no_coupon_is_overspent",)
    assert statements.confirmed == 3
    # A busy machine may let two carts' statements overlap by chance: found, and never confirmed.
    assert calls.whole if calls.found is None else calls.confirmed < statements.confirmed


def test_the_same_choices_take_the_same_steps(stage: Stage) -> None:
    choices = (0, 1, 0, 2, 1)
    first, second = (payments.run("cart", stage, listed(choices)) for _ in range(2))
    assert first.ran.steps == second.ran.steps
