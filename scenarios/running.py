"""A backend that is running, whatever runs it: what it writes, and when it is ready.

What it last wrote is kept, to be shown when something is wrong.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from scenarios import http_call

LINES_KEPT: Final = 200
STOP_PATIENCE_S: Final = 10.0


class CannotStart(Exception):  # noqa: N818 - it is an outcome
    """A backend did not come up: what, why, what to do, and what it last wrote.

    Args:
        output: lines; None: nothing of it ever ran.
    """

    def __init__(
        self, what: str, why: str, remedy: str, output: Sequence[str] | None = None
    ) -> None:
        self.what, self.why, self.remedy, self.output = what, why, remedy, output
        super().__init__(f"{what} could not be started: {why}. {remedy}")

    def __str__(self) -> str:
        said = ""
        if self.output is not None:
            last = "".join(f"\n    | {line}" for line in self.output[-20:])
            said = f"\n  its last output:{last}" if last else "\n  it wrote nothing"
        return f"{self.what} could not be started: {self.why}\n  {self.remedy}{said}"


class Running(ABC):
    """Something that was started, and what it writes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.output: deque[str] = deque(maxlen=LINES_KEPT)
        self._news = threading.Condition()
        self._readers: list[threading.Thread] = []
        self._closed = 0

    @property
    @abstractmethod
    def exit_code(self) -> int | None:
        """None while it runs."""

    @abstractmethod
    def stop(self) -> None:
        """Ask it to end, then make it end; nothing of it is left."""

    @abstractmethod
    def kill(self) -> None:
        """End it as a power failure would."""

    def wait_for_line(self, pattern: str, timeout_s: float) -> re.Match[str]:
        """Wait until a line matches, and give the match.

        Raises:
            CannotStart: it ended, or the time was over, without such a line.
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
            CannotStart: it ended, or the time was over, before.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            with contextlib.suppress(http_call.NoAnswer):
                if http_call.call("GET", url, timeout_s=5.0).status < 500:
                    return
            with self._news:
                self._must_run(timeout_s, deadline, f"an answer at {url}")
                self._news.wait(0.05)

    def _must_run(self, timeout_s: float, deadline: float, waited_for: str) -> None:
        if self._closed == len(self._readers) and (code := self.exit_code) is not None:
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

    def _listen(self, *streams: Iterable[bytes]) -> None:
        """Read these lines as they come, until they end."""
        self._readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True) for stream in streams
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            with self._news:
                self.output.append(line.decode("utf-8", "replace").rstrip())
                self._news.notify_all()
        with self._news:
            self._closed += 1
            self._news.notify_all()

    def _hear_out(self) -> None:
        """Read what is left of its output."""
        for reader in self._readers:
            reader.join(STOP_PATIENCE_S)
