"""A backend as a program: started, watched, and stopped without leaving anything behind.

The program gets a process group of its own, so that its children end with it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from scenarios.running import STOP_PATIENCE_S, CannotStart, Running

# Linux only: the program gets SIGTERM when we die, however we die. Code 1 is PR_SET_PDEATHSIG.
TETHER: Final = (
    "import ctypes, os, signal, sys;"
    "ctypes.CDLL(None).prctl(1, int(signal.SIGTERM));"
    "os.getppid() == int(sys.argv[1]) or sys.exit(1);"
    "os.execvp(sys.argv[2], sys.argv[2:])"
)


class Program(Running):
    """A started program and what it writes."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        directory: Path | None = None,
    ) -> None:
        super().__init__(name)
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
        self._listen(lines_of(self._process.stdout), lines_of(self._process.stderr))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

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
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._hear_out()

    def _signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)


def lines_of(stream: IO[bytes] | None) -> Iterator[bytes]:
    """The lines of a pipe, which is closed at its end."""
    assert stream is not None
    with stream:
        yield from stream


def tethered(command: Sequence[str]) -> list[str]:
    """The command, made to end with us where the system can do that."""
    if not sys.platform.startswith("linux"):
        return list(command)
    return [sys.executable, "-I", "-S", "-c", TETHER, str(os.getpid()), *command]
