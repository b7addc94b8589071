from collections.abc import Iterator

from scenarios.invariants import INVARIANTS, CannotKnow, Violation, judge, tell, violations
from scenarios.invariants.rules import invariant
from scenarios.seen import Seen
from scenarios.tests.histories import history, order


def test_an_ordinary_history_breaks_nothing() -> None:
    assert violations(history()) == []
    assert {judgement.outcome for judgement in judge(history())} == {"holds"}


def test_every_invariant_is_defined_in_words() -> None:
    for rule in INVARIANTS.values():
        assert rule.sentence.endswith("."), rule.name
        assert rule.code


def test_what_cannot_be_known_is_not_called_held() -> None:
    silent = history(stocks=None)
    silent = Seen(silent.ledger, type(silent.view)(silent.view.orders))
    outcomes = {judgement.invariant: judgement for judgement in judge(silent)}
    assert outcomes["stock_is_conserved"].outcome == "unknown"
    assert "does not say its stock" in outcomes["stock_is_conserved"].reason


def test_the_worst_comes_first_and_a_subject_is_told_in_one_sentence() -> None:
    found = [
        Violation("a", "order 1", "is late", at_stake=1),
        Violation("b", "order 2", "charged twice", at_stake=100),
        Violation("c", "order 1", "is wrong", at_stake=2),
        Violation("d", "order 1", "is wrong"),
    ]
    assert tell(found) == ["order 2: charged twice", "order 1: is wrong; is late"]


def test_an_invariant_that_stumbles_over_a_gap_halfway_is_unknown() -> None:
    def half(seen: Seen) -> Iterator[Violation]:
        """Says one thing, and then cannot go on."""
        yield Violation("half", "order 1", "broken")
        raise CannotKnow("the rest is not said")

    invariant("T0")(half)
    try:
        [judgement] = judge(history(), ["half"])
    finally:
        del INVARIANTS["half"]
    assert judgement.outcome == "unknown"


def test_a_shop_that_counts_no_effects_is_not_judged_by_them() -> None:
    [judgement] = judge(history(orders=(order(effects=None),)), ["effects_happen_once"])
    assert judgement.outcome == "unknown"
