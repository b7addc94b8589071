"""How long to wait for a shop that shows nothing: as long as it took before, and some more."""

from __future__ import annotations

import pytest

from scenarios.races.pace import PACES, STILL_S, UNCERTAIN_S, WORKS_MAX_S, Pace

STEP = "asks GET > is answered GET"


def test_whoever_works_on_unseen_after_the_last_step_is_not_taken_to_be_at_its_end() -> None:
    pace = Pace()
    pace.saw_last(STEP, 0.25)
    pace.saw_last(STEP, 0.02)
    assert pace.silence_s(STEP) == pytest.approx(PACES * 0.25)


def test_a_step_that_is_the_last_one_at_times_is_waited_for_as_for_the_next_one() -> None:
    pace = Pace()
    pace.saw_last(STEP, 0.02)
    pace.saw_next(STEP, "asks GET", 0.1)
    assert pace.silence_s(STEP) == pytest.approx(PACES * 0.1)


def test_a_shop_that_ends_at_once_is_not_waited_for() -> None:
    pace = Pace()
    pace.saw_last(STEP, 0.001)
    assert pace.silence_s(STEP) == 2 * STILL_S


def test_of_a_step_that_was_never_seen_to_be_the_last_more_is_expected() -> None:
    assert Pace().silence_s(STEP) == UNCERTAIN_S


def test_nobody_is_waited_for_without_end() -> None:
    pace = Pace()
    pace.saw_last(STEP, 60.0)
    assert pace.silence_s(STEP) == WORKS_MAX_S
