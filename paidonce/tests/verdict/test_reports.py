import io
from dataclasses import replace
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from paidonce.tests.verdicts import REASON, told, verdict
from paidonce.verdict import baseline, github
from paidonce.verdict.junit import junit
from paidonce.verdict.model import Verdict
from paidonce.verdict.page import page
from paidonce.verdict.terminal import Terminal

MIXED = verdict(told("I-a", "violated"), told("I-b", "holds", "holds"), told("I36", "inconclusive"),
                told("I40", "not_applicable", reasons=("it cannot open_cart",)))  # fmt: skip


def on_terminal(*, colour: bool) -> str:
    out = io.StringIO()
    terminal = Terminal(out, colour=colour)
    for incident in MIXED.incidents:
        terminal.incident(incident, MIXED)
    terminal.tail(MIXED)
    return out.getvalue()


def test_the_terminal_tells_one_block_for_each_incident() -> None:
    text = on_terminal(colour=False)
    assert "✗ I-a   Title of I-a" in " ".join(text.splitlines()[0].split(" ")).replace("  ✗", "✗")
    assert REASON in " ".join(text.split())
    assert "paidonce gate --only I-a" in text
    assert "it cannot open_cart: I40" in text
    assert "1 hold · 1 violated · 1 cannot be known · 1 not applicable" in text


def test_an_incident_alone_is_told_to_the_same_backend() -> None:
    backend = ("--profile", "my shop.toml", "--defect", "captures_blindly")
    named = replace(MIXED, options=backend)
    command = "paidonce gate --profile 'my shop.toml' --defect captures_blindly --only I-a"
    assert named.alone(named.incidents[0]) == command
    assert f"alone: {command}" in junit(named)
    assert escape(command) in page(named)


def test_colour_is_only_colour() -> None:
    plain, coloured = on_terminal(colour=False), on_terminal(colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[31;1m✗\x1b[0m" in coloured


def test_junit_counts_failures_and_errors_apart() -> None:
    root = ET.fromstring(junit(MIXED))  # noqa: S314 - we wrote it
    suite = root[0]
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "1", "errors": "1", "skipped": "1"}
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == REASON


def test_junit_survives_what_xml_cannot_say() -> None:
    ET.fromstring(junit(verdict(told("I1", "violated", reasons=("nul \x00 esc \x1b[0m",)))))  # noqa: S314 - we wrote it


def test_a_gate_that_could_not_be_held_is_an_error_in_junit() -> None:
    suite = ET.fromstring(junit(verdict(trouble="the shop did not start\nbecause")))[0]  # noqa: S314 - we wrote it
    assert suite.get("errors") == "1"


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    html = page(verdict(told("I1", "violated", reasons=("<script>alert(1)</script>",))))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    for outside in ("http://", "https://", "@import", "url("):
        assert outside not in html


@pytest.mark.parametrize(
    ("told_of", "headline"),
    [
        (MIXED, "1 of 2 incidents would happen to this shop"),
        (verdict(told("I1", "violated")), "This incident would happen to this shop"),
        (verdict(told("I1", "holds")), "Every order is paid exactly once"),
        (verdict(told("I1", "inconclusive")), "It cannot be known"),
        (verdict(trouble="no shop"), "The gate could not be held"),
    ],
)
def test_the_page_is_headed_by_the_verdict(told_of: Verdict, headline: str) -> None:
    assert f"<h1>{headline}" in page(told_of)


def test_what_does_not_hold_stands_open_and_first() -> None:
    html = page(MIXED)
    assert html.index('id="I36"') < html.index('id="I-b"')
    assert '<details open id="I-a"' in html
    assert '<details id="I-b"' in html


def test_github_gets_nine_alone_and_the_rest_as_one() -> None:
    out = io.StringIO()
    github.tell(verdict(*(told(f"I{n}", "violated") for n in range(12))), out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == f"::error file=paidonce.toml,title=I0 Title of I0::{REASON}"
    assert lines[-1].startswith("::error title=paidonce::and 3 more")


def test_github_gets_a_summary_where_it_asks_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    github.tell(MIXED, io.StringIO())
    assert "| ✗ | I-a Title of I-a |" in (tmp_path / "summary.md").read_text()


def test_a_workflow_command_carries_any_text() -> None:
    assert github.escaped("50% of\na:b", of_property=True) == "50%25 of%0Aa%3Ab"


def test_a_baseline_knows_what_was_violated_before(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(MIXED.as_json())
    assert baseline.apply(verdict(), before).known == ("I-a",)


def test_a_file_that_is_no_verdict_is_no_baseline(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(baseline.NoBaseline, match="is no verdict"):
        baseline.apply(verdict(), tmp_path / "x.json")


KNOWN = verdict(told("I1", "violated"), told("I2", "violated"), told("I3", "holds"),
                known=("I1", "I3"))  # fmt: skip


def test_what_the_baseline_knows_is_no_failure_in_any_report() -> None:
    suite = ET.fromstring(junit(KNOWN))[0]  # noqa: S314 - we wrote it
    assert (suite.get("failures"), suite.get("skipped")) == ("1", "1")
    out = io.StringIO()
    github.tell(KNOWN, out)
    new, known = out.getvalue().splitlines()
    assert new.startswith("::error file=paidonce.toml,title=I2")
    assert known.startswith("::notice file=paidonce.toml,title=I1")
    assert "known to the baseline" in known


def test_what_holds_again_is_told_so_that_the_baseline_can_be_written_anew() -> None:
    out = io.StringIO()
    Terminal(out, colour=False).tail(KNOWN)
    assert "the baseline says violated, and it holds now: I3" in out.getvalue()


def test_github_is_told_why_a_gate_could_not_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    out = io.StringIO()
    github.tell(verdict(trouble="the shop did not start"), out)
    assert out.getvalue() == "::error title=paidonce::the shop did not start\n"
    assert "the shop did not start" in (tmp_path / "summary.md").read_text()
