"""What a run makes of its findings; the runs themselves are in test_load_runs."""

from load.applied import Applied
from load.arrivals import Sending
from load.budgets import parse, spend
from load.run import MEASURES, doubted, measured, whole
from load.swarm import Findings
from scenarios.invariants import Judgement, Violation

HOLDS = Judgement("charged_once", "holds")
VIOLATED = Judgement(
    "charged_once",
    "violated",
    (Violation("charged_once", "order 17", "charged twice"),),
)
UNKNOWN = Judgement("charged_once", "unknown", reason="the shop does not say")


def findings(*, lateness_s: float = 0.001) -> Findings:
    found = Findings(attempts={0: [200, 200], 1: [503, 200], 2: [0, 500]}, seconds=2.0)
    for _ in range(3):
        found.accept(0, 0.010)
        found.lateness.add(lateness_s)
    return found


def test_a_schedule_cut_short_is_made_whole() -> None:
    cut = (Sending(0.5, 1), Sending(1.5, 0))
    assert whole(cut, events=4, copies=2) == (*cut, *[Sending(1.5, 2)] * 2, *[Sending(1.5, 3)] * 2)


def test_what_was_found_is_measured_under_names_that_budgets_know() -> None:
    applied = Applied()
    applied.lag.add(0.5)
    measures = measured(findings(), applied, [HOLDS, VIOLATED], drained_s=0.25)
    assert tuple(measures) == MEASURES
    assert measures["violations"] == 1
    assert measures["never_accepted"] == 1
    assert (measures["attempts"], measures["refused"], measures["rate"]) == (6, 3, 3.0)
    assert measures["ack_ms.p99"] == measures["ack_ms.max"] == 10.0
    assert measures["lateness_ms.p99.9"] == 1.0
    assert measures["drained_s"] == 0.25


def test_a_budget_can_name_the_applied_lag_and_is_not_kept_by_silence() -> None:
    budget = parse("applied_lag_ms.p99 < 5000")
    applied = Applied(never=1)
    (nothing,) = spend([budget], measured(findings(), applied, [HOLDS], drained_s=0))
    assert nothing.kept is None
    applied.lag.add(6.0)
    measures = measured(findings(), applied, [HOLDS], drained_s=0)
    (slow,) = spend([budget], measures)
    assert (slow.kept, measures["never_applied"]) == (False, 1)


def test_findings_of_two_workers_are_added_up() -> None:
    first, second = findings(), findings()
    first.due, second.due = {0: 5.0, 1: 6.0}, {0: 4.0, 2: 7.0}
    first.merge(second)
    assert first.statuses() == {200: 6, 503: 2, 500: 2, 0: 2}
    assert (first.ack.count, first.seconds) == (6, 2.0)
    assert first.ack_by_phase == {0: first.ack}
    assert first.due == {0: 4.0, 1: 6.0, 2: 7.0}


def test_a_run_of_which_all_is_known_is_in_no_doubt() -> None:
    measures = measured(findings(), Applied(), [HOLDS], drained_s=0)
    assert doubted(spend([parse("violations == 0")], measures), [HOLDS], measures) == []


def test_a_swarm_that_was_late_itself_proves_nothing() -> None:
    measures = measured(findings(lateness_s=0.2), Applied(), [HOLDS], drained_s=0)
    (doubt,) = doubted([], [HOLDS], measures)
    assert "the swarm itself was late by 200 ms" in doubt


def test_an_invariant_at_stake_that_cannot_be_known_is_a_doubt() -> None:
    measures = measured(findings(), Applied(), [UNKNOWN], drained_s=0)
    assert doubted([], [UNKNOWN], measures) == [
        "charged_once cannot be known: the shop does not say"
    ]


def test_a_run_that_delivered_nothing_proves_nothing() -> None:
    measures = measured(Findings(), Applied(), [HOLDS], drained_s=0)
    spent = spend([parse("ack_ms.p99 < 1000")], measures)
    assert doubted(spent, [HOLDS], measures) == [
        "ack_ms.p99 < 1000: nothing was measured",
        "nothing was delivered",
    ]
