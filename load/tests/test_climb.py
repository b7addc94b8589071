import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from load import climb_report
from load.applied import Applied
from load.budgets import parse, spend
from load.climb import Climb, climb
from load.profiles import PROFILES, Profile
from load.run import Outcome
from load.swarm import Findings
from scenarios.invariants import Judgement, Violation
from scenarios.story import Inconclusive

BREAKPOINT = PROFILES["breakpoint"]
WRONG = (Violation("charged_once", "order 17", "charged twice"),)


def outcome(profile: Profile, **changed: object) -> Outcome:
    nothing = Outcome(profile, 1, 9, Findings(), Applied(), (), (), 1.0, 0.0, (), "a shop", None)
    return replace(nothing, **changed)  # type: ignore[arg-type]  # fields of Outcome


def climbed(*steps: Callable[[Profile], Outcome]) -> Climb:
    """A climb of which each step comes out so; beyond them nobody may step."""
    left = iter(steps)

    def run(profile: Profile) -> Outcome:
        return next(left)(profile)

    return climb(replace(BREAKPOINT, steps=len(steps)), 1, run)


def holds(profile: Profile) -> Outcome:
    return outcome(profile)


def money_is_wrong(profile: Profile) -> Outcome:
    return outcome(profile, judgements=(Judgement("charged_once", "violated", WRONG),))


def too_slow(profile: Profile) -> Outcome:
    return outcome(profile, spent=spend([parse("ack_ms.p99 < 1000")], {"ack_ms.p99": 1234.0}))


def swarm_gives_out(profile: Profile) -> Outcome:
    return outcome(profile, doubts=("the swarm itself was late by 200 ms",))


def never_quiet(_: Profile) -> Outcome:
    raise Inconclusive("the shop was still at work after 30 s")


def test_each_step_is_half_as_hard_again_and_the_last_that_holds_is_told() -> None:
    found = climbed(holds, holds, too_slow, holds)
    assert [step.profile.phases[0].rate for step in found.steps] == [20, 30, 45]
    assert (found.highest, found.more, found.verdict) == (30, False, "holds")
    said = climb_report.text(found)
    assert said.startswith("PASSED  load breakpoint: ")
    assert "holds up to 30 events a second (seed 1)" in said
    assert "ack_ms.p99 < 1000 (1,234)" in said


def test_a_shop_that_takes_every_step_may_take_more() -> None:
    found = climbed(holds, holds)
    assert (found.highest, found.more, found.verdict) == (30, True, "holds")
    assert "holds up to at least 30 events a second" in climb_report.text(found)


def test_a_swarm_that_gives_out_first_leaves_open_what_the_shop_can_take() -> None:
    found = climbed(holds, swarm_gives_out, swarm_gives_out, holds)
    assert (found.highest, found.more, found.verdict) == (20, True, "holds")
    assert "in doubt: the swarm itself was late" in climb_report.text(found)


def test_a_step_in_doubt_is_taken_once_more() -> None:
    found = climbed(holds, swarm_gives_out, holds, too_slow)
    assert [step.profile.phases[0].rate for step in found.steps] == [20, 30, 45]
    assert (found.highest, found.more) == (30, False)


def test_money_that_is_wrong_fails_at_any_rate() -> None:
    found = climbed(holds, money_is_wrong)
    assert (found.highest, found.verdict) == (20, "violated")
    assert "order 17: charged twice" in climb_report.text(found)


@pytest.mark.parametrize(
    ("first", "verdict"), [([too_slow], "violated"), ([swarm_gives_out] * 2, "inconclusive")]
)
def test_a_first_step_that_does_not_hold_is_the_verdict(
    first: list[Callable[[Profile], Outcome]], verdict: str
) -> None:
    found = climbed(*first, holds)
    assert (found.highest, found.verdict) == (None, verdict)
    assert "not even 20 events a second hold" in climb_report.text(found)


def test_a_shop_that_does_not_get_done_has_found_its_limit() -> None:
    found = climbed(holds, never_quiet)
    assert (found.highest, found.more, found.verdict) == (20, False, "holds")
    assert "then: the shop was still at work after 30 s" in climb_report.text(found)


def test_a_shop_that_never_gets_done_with_the_first_step_proves_nothing() -> None:
    with pytest.raises(Inconclusive):
        climbed(never_quiet)


def test_the_json_holds_every_step_whole() -> None:
    said = json.loads(climb_report.as_json(climbed(holds, too_slow)))
    assert (said["highest_rate"], said["at_least"], said["verdict"]) == (20, False, "holds")
    assert [step["verdict"] for step in said["steps"]] == ["holds", "violated"]
    assert (said["backend"], said["defect"]) == ("a shop", None)
