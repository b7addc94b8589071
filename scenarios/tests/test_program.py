import os
import signal
import sys
import time
from pathlib import Path

import pytest

from scenarios.program import Program
from scenarios.running import CannotStart

PATIENT = "import signal,sys,time; print('ready on http://127.0.0.1:1', flush=True); time.sleep(60)"


def python(code: str, name: str = "a shop") -> Program:
    return Program(name, [sys.executable, "-c", code], {})


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def test_a_program_is_ready_when_it_says_so_and_gone_when_stopped() -> None:
    program = python(PATIENT)
    found = program.wait_for_line(r"ready on (\S+)", 20)
    assert found[1] == "http://127.0.0.1:1"
    program.stop()
    assert program.exit_code is not None


def test_a_program_that_ends_before_it_is_ready_is_shown_with_its_last_output() -> None:
    program = python("import sys; print('no database', file=sys.stderr); sys.exit(3)")
    with pytest.raises(CannotStart, match="it ended with exit code 3") as error:
        program.wait_for_line("ready", 20)
    assert "| no database" in str(error.value)
    program.stop()


def test_a_program_that_is_not_there_is_told_with_a_remedy() -> None:
    with pytest.raises(CannotStart, match="there is no program 'no-such-shop'"):
        Program("a shop", ["no-such-shop"], {})


def test_a_program_that_never_gets_ready_is_given_up() -> None:
    program = python("import time; time.sleep(60)")
    with pytest.raises(CannotStart, match="there was not a line matching"):
        program.wait_for_line("ready", 0.3)
    program.stop()


def test_a_program_that_ignores_sigterm_is_stopped_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scenarios.program.STOP_PATIENCE_S", 0.2)
    program = python(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {PATIENT}")
    program.wait_for_line("ready", 20)
    program.stop()
    assert program.exit_code == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child")
def test_a_program_ends_when_we_are_killed() -> None:
    parent = python(
        "import sys; from scenarios.program import Program;"
        f"p = Program('inner', [sys.executable, '-c', {PATIENT!r}], {{}});"
        "p.wait_for_line('ready', 20); print('inner', p.pid, flush=True);"
        "import time; time.sleep(60)"
    )
    inner = int(parent.wait_for_line(r"inner (\d+)", 20)[1])
    parent.kill()
    deadline = time.monotonic() + 10
    while not gone(inner) and time.monotonic() < deadline:
        os.sched_yield()
    assert gone(inner)
