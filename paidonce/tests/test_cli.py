import subprocess
import sys
from pathlib import Path

import pytest

from paidonce.cli import COMMANDS, main
from paidonce.commands.incidents import markdown
from paidonce.exits import Exit


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == Exit.HOLDS
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


def test_no_command_is_a_usage_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == Exit.USAGE


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gait"]) == Exit.USAGE
    assert "there is no command 'gait'" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from paidonce.cli import main; main(['--help']);"
        "heavy = {'aiohttp', 'pytest', 'stripe', 'hypothesis', 'msgspec', 'jmespath'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_loading_the_pytest_plugin_imports_nothing_of_ours() -> None:
    code = (
        "import sys, paidonce.pytest_plugin;"
        "ours = [m for m in sys.modules if m.startswith(('simulator', 'scenarios'))];"
        "sys.exit(', '.join(ours) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--profile", "none.toml"], "--profile none.toml: there is no such file"),
        (["--baseline", "none.json"], "--baseline none.json: there is no such file"),
        (["--incidents", "nowhere"], "--incidents nowhere: there is no such path"),
        (["--only", "I999"], "there is no incident I999"),
    ],
)
def test_a_wrong_call_of_the_gate_is_told_and_starts_nothing(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gate", *words]) == Exit.USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["incidents", "I-a", "I999"], "there is no incident I999"),
        (["redirect", "node", "--folder", "/dev/null/x"], "--folder /dev/null/x: Not a directory"),
        (["init", "/dev/null/x", "--yes"], "/dev/null/x: Not a directory"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_was_asked(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == Exit.USAGE
    shown = capsys.readouterr()
    assert (said in shown.err, shown.out) == (True, "")


def test_an_incident_is_told_in_full_by_its_code_or_its_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["incidents", "i-A"]) == Exit.HOLDS
    by_code = capsys.readouterr().out
    assert main(["incidents", "captured_already"]) == Exit.HOLDS
    assert capsys.readouterr().out == by_code
    assert "at stake: " in by_code


def test_ctrl_c_ends_in_a_word_and_a_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("paidonce.commands.race.run", interrupted)
    assert main(["race"]) == Exit.INTERRUPTED
    assert capsys.readouterr().err == "\npaidonce race: interrupted\n"


def test_whoever_stops_reading_sees_no_trace_and_no_pass() -> None:
    words = [sys.executable, "-m", "paidonce", "incidents", "--markdown"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        assert told.stdout is not None
        assert told.stderr is not None
        told.stdout.close()
        assert told.stderr.read() == b""
    assert told.returncode == Exit.NOBODY_READS


def test_a_baseline_that_is_no_verdict_is_a_usage_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "before.json").write_text("{}")
    assert main(["gate", "--baseline", str(tmp_path / "before.json")]) == Exit.USAGE
    assert "is no verdict" in capsys.readouterr().err


def test_a_wrong_profile_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "paidonce.toml").write_text('[backend]\nnmae = "x"\n')
    assert main(["gate", "--profile", str(tmp_path / "paidonce.toml")]) == Exit.USAGE
    assert "line 2, backend.nmae: is not known here. Did you mean name?" in capsys.readouterr().err


def test_the_page_of_incidents_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "incidents.md"
    assert page.read_text("utf-8") == markdown(), (
        "paidonce incidents --markdown > docs/incidents.md"
    )


def test_the_incidents_are_listed_the_founding_ones_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["incidents"]) == Exit.HOLDS
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[:5]] == [
        "I-a", "I-b", "I-c", "I-d", "I-e",
    ]  # fmt: skip
