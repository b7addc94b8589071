import json
from dataclasses import replace

import pytest

from load.applied import Applied
from load.budgets import spend
from load.profiles import PROFILES
from load.report import SHOWN, as_json, text
from load.run import Outcome, doubted, measured
from load.swarm import Findings
from scenarios.invariants import Judgement, Violation


def outcome(*judgements: Judgement, late_s: float = 0.001) -> Outcome:
    profile = PROFILES["smoke"]
    found = Findings(attempts={0: [503, 200], 1: [0, 200]}, seconds=2.0)
    found.accept(0, 0.012)
    found.lateness.add(late_s)
    applied = Applied(looks=4, apart_s=0.2, never=1)
    applied.lag.add(0.5)
    measures = measured(found, applied, judgements, drained_s=0.5)
    spent = spend(profile.budgets, measures)
    doubts = tuple(doubted(spent, judgements, measures))
    return Outcome(
        profile, 7, 2, found, applied, spent, judgements, 1.0, 0.5, doubts, "a shop", None
    )


HOLDS = Judgement("charged_once", "holds")


def violated(orders: int = 1) -> Judgement:
    found = (
        Violation("charged_once", f"order {order}", "charged 100.00 usd, no order exists")
        for order in range(17, 17 + orders)
    )
    return Judgement("money_taken_is_an_order_paid", "violated", tuple(found))


@pytest.mark.parametrize(
    ("came_of_it", "verdict", "word"),
    [
        (outcome(HOLDS), "holds", "PASSED"),
        (outcome(HOLDS, violated()), "violated", "FAILED"),
        (outcome(HOLDS, late_s=9.0), "inconclusive", "INCONCLUSIVE"),
        (outcome(violated(), late_s=9.0), "violated", "FAILED"),
    ],
)
def test_the_verdict_is_the_first_word(came_of_it: Outcome, verdict: str, word: str) -> None:
    assert came_of_it.verdict == verdict
    assert text(came_of_it).startswith(f"{word}  load smoke: ")


def test_a_violation_is_told_in_one_plain_sentence() -> None:
    assert "  order 17: charged 100.00 usd, no order exists\n" in text(outcome(violated()))


def test_a_flood_of_violations_is_summed_up() -> None:
    said = text(outcome(violated(orders=SHOWN + 3)))
    assert said.count("no order exists") == SHOWN
    assert "… and 3 more" in said


def test_budgets_are_shown_with_what_was_measured() -> None:
    said = text(outcome(violated()))
    assert "BROKEN violations == 0  (1)" in said
    assert "kept   ack_ms.p99 < 1000  (12)" in said


def test_how_long_until_orders_were_paid_stands_beside_how_long_until_events_were_accepted() -> (
    None
):
    said = text(outcome(HOLDS))
    assert "accepted after, ms:  p50 12.0  p90 12.0  p99 12.0  p99.9 12.0  max 12.0" in said
    assert "applied after, ms:   p50 500.0  p90 500.0  p99 500.0  max 500.0" in said
    assert "in 4 looks at the shop, at most 200 ms apart; 1 never seen paid" in said


def test_a_load_in_phases_tells_them_apart_and_one_of_a_single_phase_does_not() -> None:
    spike = text(replace(outcome(HOLDS), profile=PROFILES["spike"]))
    assert "before   accepted  p50 12.0  p99 12.0  max 12.0" in spike
    assert "during" not in spike  # nothing happened in it
    assert "before " not in text(outcome(HOLDS))


def test_every_answer_is_counted() -> None:
    assert "answers:  1 × none, 2 × 200, 1 × 503" in text(outcome(HOLDS))


def test_a_load_that_delivered_nothing_can_still_be_told() -> None:
    nothing = replace(outcome(HOLDS), findings=Findings(), doubts=("nothing was delivered",))
    assert "in doubt: nothing was delivered" in text(nothing)


def test_the_json_holds_the_verdict_the_shop_the_seed_and_the_whole_histogram() -> None:
    said = json.loads(as_json(outcome(HOLDS, violated())))
    assert (said["verdict"], said["seed"]) == ("violated", 7)
    assert (said["backend"], said["defect"]) == ("a shop", None)
    assert said["ack"]["max_us"] == 12_000
    assert sum(said["ack"]["counts"].values()) == 1
    assert said["invariants"] == {
        "charged_once": "holds",
        "money_taken_is_an_order_paid": "violated",
    }
