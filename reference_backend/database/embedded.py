"""PostgreSQL of our own: started for one run, reached over a unix socket, gone afterwards.

The server is looked after by a keeper, a small process of its own (`keeper.py`) that stops it when
the standard input from us ends. That happens when we close it, when we crash, and when we are
killed with `kill -9`: no server is ever left behind.

The data lives as long as the run, so nothing is flushed to disk (`fsync=off`): a crash of the
machine would lose it, a crash of any process does not.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from types import TracebackType
from typing import Self


class PostgresUnavailableError(Exception):
    """PostgreSQL could not be started; the message says why and what to do."""


class EmbeddedPostgres:
    """A PostgreSQL server for this run: `with EmbeddedPostgres() as server: server.url`."""

    def __init__(self, *, durable: bool = False) -> None:
        """Args: durable: flush every commit to disk, as a server that is kept must."""
        self._keeper = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "reference_backend.database.keeper",
                *(["--durable"] if durable else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us; the keeper stops when we do
        )
        self._url = ""

    @property
    def url(self) -> str:
        """Where the server is, waiting until it is ready.

        Raises:
            PostgresUnavailableError: it could not be started.
        """
        if not self._url:
            assert self._keeper.stdout is not None
            line = self._keeper.stdout.readline().decode().strip()
            if not line.startswith("postgresql://"):
                self.stop()
                raise PostgresUnavailableError(
                    f"{line or 'the embedded PostgreSQL did not start'}; "
                    "set DATABASE_URL to use a server of your own"
                )
            self._url = line
        return self._url

    def stop(self) -> None:
        """Stop the server and remove its data; returns when both are gone."""
        if self._keeper.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._keeper.stdin.close()
        try:
            self._keeper.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()
        if self._keeper.stdout is not None:
            self._keeper.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
