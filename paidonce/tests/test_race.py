"""A race as a user meets it: found, drawn, written down, run again, and seen to be mended."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from paidonce.commands import race
from paidonce.exits import Exit
from paidonce.tests.test_gate import environment
from scenarios.races import Explored


def paidonce(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "paidonce", *words],
        capture_output=True, text=True, timeout=300, env=environment(), check=False,
    )  # fmt: skip


def test_a_race_that_is_lost_is_drawn_written_down_and_run_again(tmp_path: Path) -> None:
    defect = ("--defect", "no_lock_on_payment_intent")
    ran = paidonce("race", "webhook", *defect, "--save", str(tmp_path))
    assert ran.returncode == Exit.VIOLATED, ran.stdout + ran.stderr
    assert "order breaks it, with 1 interruption; run again, 3 times of 3" in ran.stdout
    assert "delivery 1" in ran.stdout
    assert "begins  <- interrupts" in ran.stdout
    written = tmp_path / "race-webhook.json"
    assert json.loads(written.read_text())["expected"] == "violates"
    assert f"again: paidonce replay {written} {' '.join(defect)}" in ran.stdout

    again = paidonce("replay", str(written), *defect)
    assert again.returncode == Exit.VIOLATED, again.stdout + again.stderr
    assert "REPRODUCED" in again.stdout
    mended = paidonce("replay", str(written))
    assert mended.returncode == Exit.HOLDS, mended.stdout + mended.stderr
    assert "FIXED: what must hold holds" in mended.stdout


def test_a_race_between_statements_is_found_and_run_again_at_the_same_gate(tmp_path: Path) -> None:
    defect = ("--defect", "checks_coupon_then_uses_it")
    ran = paidonce("race", "coupon", "--gate", "sql", *defect, "--save", str(tmp_path))
    assert ran.returncode == Exit.VIOLATED, ran.stdout + ran.stderr
    assert "used 2 times, and good for 1" in ran.stdout
    assert "UPDATE coupons" in ran.stdout
    written = tmp_path / "race-coupon.json"
    assert json.loads(written.read_text())["gate"] == "sql"
    again = paidonce("replay", str(written), *defect)
    assert "REPRODUCED" in again.stdout, again.stdout + again.stderr


def test_a_gate_needs_to_know_where_the_database_is(tmp_path: Path) -> None:
    profile = tmp_path / "paidonce.toml"
    profile.write_text(
        '[backend]\nname = "a shop"\nstart = ["true"]\nready_line = "up (http.*)"\n'
        'webhook = "/hook"\n[can.open_cart]\nget = "/"\npick = { cart = "id" }\n'
    )
    ran = paidonce("race", "coupon", "--gate", "sql", "--profile", str(profile))
    assert ran.returncode == Exit.UNREACHABLE
    assert 'Add to [backend]: database = "DATABASE_URL"' in ran.stderr
    told = 'webhook = "/hook"\ndatabase = "PAIDONCE_NOWHERE"'
    profile.write_text(profile.read_text().replace('webhook = "/hook"', told))
    ran = paidonce("race", "coupon", "--gate", "sql", "--profile", str(profile))
    assert "PAIDONCE_NOWHERE is not set" in ran.stderr


def test_a_race_that_is_won_says_how_many_orders_were_tried() -> None:
    ran = paidonce("race", "webhook")
    assert ran.returncode == Exit.HOLDS, ran.stdout + ran.stderr
    assert "orders with at most 1 interruption" in ran.stdout


def test_what_the_database_refused_is_told_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = race.parser().parse_args([])
    held = Explored(4, None, sqlstates={"40001": 3, "23505": 1, "XX000": 2})
    assert race.told("coupon", "two carts", held, chosen) == Exit.HOLDS
    assert (
        "(the database refused meanwhile:"
        " 1 × 23505 unique_violation, 3 × 40001 serialization_failure, 2 × XX000)"
    ) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no_such_race"], "there is no race no_such_race"),
        (["--tasks", "1"], "a race is of two at least"),
        (["--runs", "0"], "is run once at least"),
        (["--defect", "no_such_defect"], "there is no defect 'no_such_defect'"),
        (["--save", "/dev/null/here"], "--save /dev/null/here: Not a directory"),
    ],
)
def test_a_race_that_cannot_be_run_is_a_usage_mistake(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert race.run(words) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_the_races_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert race.run(["--list"]) == Exit.HOLDS
    assert "webhook" in capsys.readouterr().out
