"""Whatever the order in which things happen: one payment is one order.

The schedules are drawn before each race, so that shrinking one takes interruptions away.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import profile
from scenarios.races import payments, scheduler
from scenarios.shopper import Shopper
from scenarios.stage import Stage
from scenarios.story import InvariantsBroken, Witness
from simulator import Simulator

SCHEDULES = st.lists(st.integers(0, 3), max_size=16).map(tuple)
# The stage is shared on purpose: each example makes its own goods, shopper and payment.
ARRANGED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def run(name: str, schedule: tuple[int, ...], stage: Stage) -> scheduler.Ran:
    witness = Witness(stage.simulator, stage.shop)
    shopper = Shopper(stage.simulator)
    try:
        return payments.run(name, schedule, stage.simulator, stage.shop, shopper, witness)
    finally:
        stage.heal()


@pytest.mark.parametrize("name", payments.RACES)
@ARRANGED
@given(schedule=SCHEDULES)
def test_one_payment_is_one_order_in_whatever_order(
    stage: Stage, name: str, schedule: tuple[int, ...]
) -> None:
    ran = run(name, schedule, stage)
    assert not ran.failures


def test_the_race_is_lost_by_a_shop_without_a_lock(
    simulator_server: Simulator, new_database: Callable[[], str]
) -> None:
    account = simulator_server.account("sk_test_race_without_a_lock")
    reference = profile.load(profile.REFERENCE)
    # One interruption is enough: begin the second delivery while the first one's call waits.
    own = {"DATABASE_URL": new_database()}
    with (
        Stage(reference, account, defect="no_lock_on_payment_intent", environment=own) as stage,
        pytest.raises(InvariantsBroken) as lost,
    ):
        run("webhook", (0, 1, 1), stage)
    assert any("begin delivery 2" in note for note in lost.value.__notes__)


def test_the_same_schedule_takes_the_same_steps(stage: Stage) -> None:
    schedule = (0, 1, 0, 2, 1)
    assert run("cart", schedule, stage).steps == run("cart", schedule, stage).steps


def test_a_schedule_is_saved_and_read_again(tmp_path: Path) -> None:
    ran = scheduler.Ran((0, 2, 1), ("begin delivery 1",))
    ran.save(tmp_path / "race.json", "webhook")
    assert scheduler.load(tmp_path / "race.json") == ("webhook", (0, 2, 1))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}', '{"format": 1}'])
def test_a_file_that_is_no_schedule_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ValueError, match=r"x\.json"):
        scheduler.load(tmp_path / "x.json")
