"""The program: it says when it is ready, survives its parts, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from reference_backend.tests.conftest import Backend

PATIENCE_S: Final = 20.0
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")


def family(pid: int) -> set[int]:
    """The process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = {pid}
    while grown := {child for child, parent in parents.items() if parent in found} - found:
        found |= grown
    return found


def named(pids: set[int], word: str) -> set[int]:
    """Those whose command line has this word."""
    found = set()
    for pid in pids:
        try:
            if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
        except OSError:
            continue
    return found


def gone(pids: set[int]) -> bool:
    """Whether all of them end in time."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.02)  # real: other processes have no clock of ours
    return False


def alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_everything(number: int) -> None:
    backend = Backend()
    assert backend.call("GET", "/ready").status == 200
    started = family(backend.process.pid)
    assert named(started, "postgres")
    assert backend.stop(number) == 0
    assert gone(started)


@linux
def test_killed_it_leaves_nothing_behind() -> None:
    backend = Backend("--web", "2", "--workers", "2")
    assert backend.call("GET", "/ready").status == 200
    started = family(backend.process.pid)
    assert backend.stop(signal.SIGKILL) == -signal.SIGKILL
    assert gone(started)


@linux
def test_without_its_database_it_ends() -> None:
    backend = Backend()
    started = family(backend.process.pid)
    for keeper in named(started, "keeper"):
        os.kill(keeper, signal.SIGKILL)
    assert backend.process.wait(PATIENCE_S * 3) == 3
    assert gone(started)
    backend.stop()


@linux
def test_a_process_that_is_killed_is_started_again(database_url: str) -> None:
    with Backend("--web", "1", "--workers", "1", DATABASE_URL=database_url) as backend:
        children = family(backend.process.pid) - {backend.process.pid}
        assert len(children) == 2
        for child in children:
            os.kill(child, signal.SIGKILL)
        assert gone(children)
        until = time.monotonic() + PATIENCE_S
        while len(family(backend.process.pid)) < 3 and time.monotonic() < until:
            time.sleep(0.02)  # real: other processes have no clock of ours
        assert backend.call("GET", "/ready").status == 200


@linux
@pytest.mark.parametrize(
    ("options", "environment", "code", "says"),
    [
        (["--defect", "captures_blindy"], {}, 2, "did you mean captures_blindly?"),
        (["--web", "-1"], {}, 2, "--web must be between"),
        (["--web", "0", "--workers", "0"], {}, 2, "there is nothing to do"),
        ([], {"GRACE_SECONDS": "soon"}, 2, "GRACE_SECONDS must be a number"),
        ([], {"DATABASE_URL": "postgresql:///x?host=/nowhere"}, 3, "check DATABASE_URL"),
    ],
)
def test_what_it_cannot_start_it_says_in_a_sentence(
    options: list[str], environment: dict[str, str], code: int, says: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reference_backend", "--port", "0", *options],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(backend: Backend, database_url: str) -> None:
    port = backend.url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "reference_backend", "--port", port],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "DATABASE_URL": database_url},
    )  # fmt: skip
    assert done.returncode == 3
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
