"""The commands that speak to a running simulator."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paidonce.cli import main
from simulator import Simulator


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator(seed="commands") as simulator:
        yield simulator


@pytest.fixture
def sim(running: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    running.reset()
    monkeypatch.setenv("PAIDONCE_URL", running.url)
    return running


def test_the_clock_is_moved_on(sim: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    before = sim.clock.now()
    assert main(["clock", "advance", "7d", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["now"] >= before + 7 * 86_400
    assert main(["clock", "freeze"]) == 0
    assert "UTC" in (said := capsys.readouterr().out)
    assert "it stands still; nothing falls due" in said
    assert main(["clock", "settle"]) == 0


@pytest.mark.parametrize("behind", [False, True])
def test_the_simulator_is_named_before_or_behind_what_is_asked_of_it(
    sim: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    behind: bool,
) -> None:
    monkeypatch.delenv("PAIDONCE_URL")
    named = ["--url", sim.url, "--key", sim.secret_key]
    asked = ["advance", "1h", "--json"]
    before = sim.clock.now()
    assert main(["clock", *([*asked, *named] if behind else [*named, *asked])]) == 0
    assert json.loads(capsys.readouterr().out)["now"] >= before + 3600


def test_an_event_is_sent_and_listed(sim: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "list"]) == 0
    assert capsys.readouterr().out == "nothing has happened yet\n"
    assert main(["events", "send", "charge.refunded", "--json"]) == 0
    id = json.loads(capsys.readouterr().out)["id"]
    assert main(["events", "list", "--type", "charge.refunded"]) == 0
    assert capsys.readouterr().out.startswith(f"{id}  charge.refunded")
    assert main(["events", "resend", id]) == 0
    assert main(["events", "send", "charge.refunded", '{"id": "ch_mine"}']) == 0


def test_a_fault_is_added_with_its_options(
    sim: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["server_error_after", "--on", "POST /v1/refunds", "--times", "0", "-o", "status=503"]
    assert main(["faults", "add", *given]) == 0
    [plan] = sim.faults.list()
    assert (plan.times, plan.options) == (None, {"status": 503})
    told = f"{plan.id}  server_error_after on POST /v1/refunds, always, status=503; struck 0 of 0"
    assert told in capsys.readouterr().out
    assert main(["faults", "list"]) == 0
    assert told in capsys.readouterr().out
    assert main(["faults", "remove", plan.id]) == 0
    assert main(["faults", "list"]) == 0
    assert "nothing is planned" in capsys.readouterr().out
    assert main(["faults", "types"]) == 0
    assert "lost_answer" in capsys.readouterr().out


def test_what_the_simulator_refuses_is_said_and_is_wrong_usage(
    sim: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["faults", "add", "nothing"]) == 2
    assert "no fault 'nothing'" in capsys.readouterr().err
    assert main(["events", "send", "order.paid"]) == 2
    assert main(["events", "send", "charge.refunded", "{id: ch_1}"]) == 2
    assert "the object is no JSON: " in capsys.readouterr().err


def test_where_no_simulator_answers_one_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["clock", "--url", "http://127.0.0.1:9"]) == 3
    assert "Start one with `paidonce serve`" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["node", "python"])
def test_a_redirect_is_written_and_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert main(["redirect", language, "--folder", str(tmp_path)]) == 0
    [written] = tmp_path.iterdir()
    assert str(written.parent) in capsys.readouterr().out
