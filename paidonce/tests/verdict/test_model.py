import json

import pytest

from paidonce.exits import Exit
from paidonce.tests.verdicts import REASON, told, verdict
from paidonce.verdict.model import Outcome


@pytest.mark.parametrize(
    ("outcomes", "worst"),
    [
        (("holds", "violated"), "violated"),
        (("holds", "inconclusive"), "inconclusive"),
        (("holds", "not_applicable"), "holds"),
        (("not_applicable",), "not_applicable"),
        (("unreachable", "inconclusive"), "unreachable"),
    ],
)
def test_an_incident_is_as_good_as_its_worst_telling(
    outcomes: tuple[Outcome, ...], worst: Outcome
) -> None:
    assert told("I1", *outcomes).outcome == worst


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        (("holds", "holds"), Exit.HOLDS),
        (("holds", "not_applicable"), Exit.HOLDS),
        (("holds", "violated", "unreachable"), Exit.VIOLATED),
        (("holds", "unreachable", "inconclusive"), Exit.UNREACHABLE),
        (("holds", "inconclusive"), Exit.INCONCLUSIVE),
        (("not_applicable",), Exit.INCONCLUSIVE),
        ((), Exit.INCONCLUSIVE),
    ],
)
def test_the_exit_code_says_what_was_found(outcomes: tuple[Outcome, ...], code: Exit) -> None:
    rows = [told(f"I{n}", outcome) for n, outcome in enumerate(outcomes)]
    assert verdict(*rows).exit_code == code


def test_a_violation_that_the_baseline_knows_does_not_fail() -> None:
    rows = (told("I1", "violated"), told("I2", "holds"))
    assert verdict(*rows, known=("I1",)).exit_code == Exit.HOLDS
    assert verdict(*rows, known=("I2",)).exit_code == Exit.VIOLATED
    assert verdict(*rows, known=("I2",)).mended == ("I2",)


def test_a_baseline_excuses_a_violation_and_nothing_else() -> None:
    rows = (told("I1", "unreachable"), told("I2", "holds"))
    assert verdict(*rows, known=("I1",)).exit_code == Exit.UNREACHABLE


def test_the_verdict_as_json_says_outcomes_and_reasons() -> None:
    content = json.loads(verdict(told("I1", "violated", "holds")).as_json())
    assert content["exit_code"] == 1
    [row] = content["incidents"]
    assert (row["outcome"], row["reasons"]) == ("violated", [REASON])
