"""Whole runs against the reference backend: a healthy one holds, and planted defects are caught."""

import json
from pathlib import Path

import pytest

from load.command import HOLDS, VIOLATED, main

SHORT = ["smoke", "--seconds", "1.5"]


def test_a_healthy_shop_takes_a_flood_of_duplicates_exactly_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "reports" / "load.json"
    # How fast a busy test machine answers is no matter of right or wrong.
    patient = ["--budget", "ack_ms.p99 < 60000", "--copies", "4", "--json", str(written)]
    code = main([*SHORT, *patient])
    said = capsys.readouterr().out
    assert code == HOLDS or "the swarm itself was late" in said, said
    outcome = json.loads(written.read_text())
    assert outcome["stories"] == []
    assert outcome["applied"]["lag"]["counts"]
    assert outcome["applied"]["never"] == 0
    assert outcome["invariants"]["stock_is_conserved"] == "holds"
    assert set(outcome["statuses"]) == {"200"}
    assert outcome["statuses"]["200"] == outcome["events"] * 4


@pytest.mark.parametrize("defect", ["no_event_dedupe", "no_lock_on_payment_intent"])
def test_a_shop_that_does_things_twice_is_caught(
    defect: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SHORT, "--copies", "4", "--defect", defect]) == VIOLATED
    said = capsys.readouterr().out
    assert f"with the defect {defect}\n\nFAILED  load smoke" in said
    assert "BROKEN violations == 0" in said


def test_a_climb_ends_at_the_step_that_breaks_a_budget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "climb.json"
    # The seed decides how many deliveries a step has; so it is known which is too many.
    budgets = ["--budget", "ack_ms.p99 < 60000", "--budget", "attempts < 35"]
    code = main(["breakpoint", "--seconds", "1", *budgets, "--json", str(written)])
    said = capsys.readouterr().out
    climb = json.loads(written.read_text())
    first, *rest = climb["steps"]
    assert first["statuses"].keys() == {"200"}
    assert all(step["stories"] == [] for step in climb["steps"])
    if "the swarm itself was late" not in said:
        assert code == HOLDS, said
        assert climb["highest_rate"] == 20
        assert len(rest) == 1
        assert "attempts < 35 (" in said
