import subprocess
import sys
from pathlib import Path

import pytest

from paidonce.cli import main
from paidonce.commands.init import QUESTIONS, profile_text
from paidonce.exits import Exit
from paidonce.tests.test_gate import environment, toy
from scenarios import profile_file

USUAL = {name: usual for name, _, usual in QUESTIONS}


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Somebody at a terminal answers so, and then goes away."""
    given = iter(answers)

    def answer(_: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)


def test_what_init_writes_is_a_profile(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "p.toml"), "--yes"]) == Exit.HOLDS
    read = profile_file.load(tmp_path / "p.toml")
    assert read.backend.start == ("npm", "start")
    assert {"open_cart", "start_payment", "complete_cart", "view"} <= read.abilities


def test_whoever_stops_answering_gets_no_half_of_a_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "my shop")
    assert main(["init", str(tmp_path / "p.toml")]) == Exit.USAGE
    assert "nothing is written" in capsys.readouterr().err
    assert not (tmp_path / "p.toml").exists()


def test_a_command_that_no_shell_would_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "my shop", "sh -c 'npm start", *[""] * (len(QUESTIONS) - 2))
    assert main(["init", str(tmp_path / "p.toml")]) == Exit.USAGE
    assert "the command sh -c 'npm start: No closing quotation" in capsys.readouterr().err
    assert not (tmp_path / "p.toml").exists()


@pytest.mark.parametrize(
    "answers",
    [{"name": 'a "shop"\\'}, {"start": "", "url": "http://localhost:1"}, {"name": "küche\nzwei"},
     {"start": "java -jar 'my shop.jar'", "url": "http://127.0.0.1:8080"}],
)  # fmt: skip
def test_whatever_is_answered_becomes_a_profile(answers: dict[str, str]) -> None:
    text = profile_text({**USUAL, **answers})
    profile_file.parse(text, Path("p.toml"))


def test_a_profile_that_is_there_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.toml").write_text("mine")
    assert main(["init", str(tmp_path / "p.toml"), "--yes"]) == Exit.USAGE
    assert (tmp_path / "p.toml").read_text() == "mine"
    assert "--force" in capsys.readouterr().err


def test_the_reference_backend_passes_a_probe(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "--profile", str(profile_file.REFERENCE)]) == Exit.HOLDS
    out = capsys.readouterr().out
    assert "✗" not in out
    assert "Every incident can be told." in out


def test_a_probe_says_what_does_not_work_and_what_is_missing(tmp_path: Path) -> None:
    deed = "self.send_response(404); self.end_headers(); self.wfile.write(b'{}')"
    ran = subprocess.run(
        [sys.executable, "-m", "paidonce", "probe", "--profile", toy(tmp_path, deed)],
        capture_output=True, text=True, timeout=60, env=environment(), check=False,
    )  # fmt: skip
    assert ran.returncode == Exit.VIOLATED
    assert "✗ seed_product       seed_product: POST /products was answered 404" in ran.stdout
    assert "there is no product to buy" in ran.stdout
    assert "– pay_order          the profile does not describe it" in ran.stdout
    assert "Not applicable, for want of an ability:" in ran.stdout
