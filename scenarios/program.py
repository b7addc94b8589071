"""A backend as a program: started, watched, and stopped without leaving anything behind.

The program gets a process group of its own, so that its children end with it, and what it last
wrote is kept to be shown when something is wrong.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from scenarios import http_call

LINES_KEPT: Final = 200
# Linux only: the program gets SIGTERM when we die, however we die. Code 1 is PR_SET_PDEATHSIG.
TETHER: Final = (
    "import ctypes, os, signal, sys;"
    "ctypes.CDLL(None).prctl(1, int(signal.SIGTERM));"
    "os.getppid() == int(sys.argv[1]) or sys.exit(1);"
    "os.execvp(sys.argv[2], sys.argv[2:])"
)
STOP_PATIENCE_S: Final = 10.0


class CannotStart(Exception):  # noqa: N818 - it is an outcome
    """A backend did not come up: what, why, what to do, and what it last wrote."""

    def __init__(self, what: str, why: str, remedy: str, output: Sequence[str] = ()) -> None:
        self.what, self.why, self.remedy, self.output = what, why, remedy, tuple(output)
        super().__init__(f"{what} could not be started: {why}. {remedy}")

    def __str__(self) -> str:
        last = "".join(f"\n    | {line}" for line in self.output[-20:])
        said = f"\n  its last output:{last}" if last else "\n  it wrote nothing"
        return f"{self.what} could not be started: {self.why}\n  {self.remedy}{said}"


class Program:
    """A started program and what it writes."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        directory: Path | None = None,
    ) -> None:
        self.name = name
        self.output: deque[str] = deque(maxlen=LINES_KEPT)
        self._news = threading.Condition()
        self._closed = 0
        found = shutil.which(command[0], path={**os.environ, **environment}.get("PATH"))
        if found is None and not (directory and (directory / command[0]).exists()):
            raise CannotStart(
                name,
                f"there is no program {command[0]!r}",
                "Look at `start` in the profile: the command must be on the PATH.",
            )
        try:
            self._process = subprocess.Popen(
                tethered(command),
                env={**os.environ, **environment},
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotStart(
                name,
                f"{command[0]}: {error.strerror}",
                "Look at `start` and `directory` in the profile.",
            ) from error
        self._readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True)
            for stream in (self._process.stdout, self._process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def wait_for_line(self, pattern: str, timeout_s: float) -> re.Match[str]:
        """Wait until a line matches, and give the match.

        Raises:
            CannotStart: the program ended, or the time was over, without such a line.
        """
        wanted = re.compile(pattern)
        deadline = time.monotonic() + timeout_s
        with self._news:
            while True:
                for line in self.output:
                    if found := wanted.search(line):
                        return found
                self._must_run(timeout_s, deadline, f"a line matching {pattern!r}")
                self._news.wait(0.1)

    def wait_until_answering(self, url: str, timeout_s: float) -> None:
        """Wait until a GET is answered with less than 500.

        Raises:
            CannotStart: the program ended, or the time was over, before.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            with contextlib.suppress(http_call.NoAnswer):
                if http_call.call("GET", url, timeout_s=5.0).status < 500:
                    return
            with self._news:
                self._must_run(timeout_s, deadline, f"an answer at {url}")
                self._news.wait(0.05)

    def stop(self) -> None:
        """Ask it to end, then make it end, with all its children."""
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        # Whatever of its group outlived it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._hear_out()

    def kill(self) -> None:
        """End it as a power failure would."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._hear_out()

    def _hear_out(self) -> None:
        """Read what is left of its output, and close it."""
        for reader in self._readers:
            reader.join(STOP_PATIENCE_S)

    def _signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def _must_run(self, timeout_s: float, deadline: float, waited_for: str) -> None:
        if self._process.poll() is not None and self._closed == 2:
            code = self._process.returncode
            raise CannotStart(
                self.name,
                f"it ended with exit code {code} before there was {waited_for}",
                "Its last output should say why.",
                list(self.output),
            )
        if time.monotonic() > deadline:
            raise CannotStart(
                self.name,
                f"there was not {waited_for} within {timeout_s:g} s",
                "Look at `ready_line`, `ready` and `start_timeout_s` in the profile.",
                list(self.output),
            )

    def _read(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        with stream:
            for line in stream:
                with self._news:
                    self.output.append(line.decode("utf-8", "replace").rstrip())
                    self._news.notify_all()
        with self._news:
            self._closed += 1
            self._news.notify_all()


def tethered(command: Sequence[str]) -> list[str]:
    """The command, made to end with us where the system can do that."""
    if not sys.platform.startswith("linux"):
        return list(command)
    return [sys.executable, "-I", "-S", "-c", TETHER, str(os.getpid()), *command]
