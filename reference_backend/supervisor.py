"""The supervisor: brings the database up to date, keeps the processes alive, takes all down again.

Rule 1: nothing outlives the supervisor. It stops what it started, however the end comes; should it
be killed itself, every process sees its lifeline end (a pipe that only the supervisor holds open)
and stops by itself.
Rule 2: a process that dies is started again, a little later each time it dies at once.

It runs no event loop and no threads, so that it may fork: a process starts in a few milliseconds,
with everything imported already.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

import asyncpg

from reference_backend.crash import CRASH
from reference_backend.database import migrate
from reference_backend.processes import run_web, run_worker
from reference_backend.settings import Settings
from reference_backend.shop import Parts

log = logging.getLogger(__name__)
START_PATIENCE_S: Final = 30.0
STOP_PATIENCE_S: Final = 30.0
RESTART_DELAY_MAX_S: Final = 5.0
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class StartError(Exception):
    """The shop cannot be started; the message says which part, why, and what to do."""


class Told(BaseException):
    """A signal told us to stop."""


def heed_signals() -> None:
    """From now on SIGTERM and SIGINT raise Told, once."""

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # its form
        for other in SIGNALS:
            signal.signal(other, signal.SIG_IGN)
        raise Told

    for number in SIGNALS:
        signal.signal(number, on_signal)


@dataclass(slots=True)
class Child:
    """One process of ours."""

    name: str
    main: Callable[[int, Callable[[], None]], None]
    pid: int = 0
    deaths: int = 0
    born: float = 0.0
    ready: int = field(default=-1)


class Supervisor:
    """Runs one shop."""

    def __init__(self, settings: Settings, parts: Parts, schema: str = "") -> None:
        self.settings = settings
        self.parts = parts
        self._schema = schema
        self._children: list[Child] = []
        self._lifeline = os.pipe()

    def run(self) -> None:
        """Run the shop until a signal ends it.

        Raises:
            StartError
            Told: a signal ended it; all is down.
        """
        listener = self._listen()
        if self.settings.testing:
            signal.signal(CRASH, self._crash)
        try:
            self._migrate()
            self._start(listener)
            self._announce(listener)
            self._keep_alive()
        finally:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            self._stop_children()
            listener.close()

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self.settings.host, self.settings.port))
        except OSError as error:
            listener.close()
            raise StartError(
                f"cannot listen on {self.settings.host}:{self.settings.port}: {error.strerror};"
                " choose another --port, or 0 for any"
            ) from error
        listener.listen(1024)
        listener.setblocking(False)
        return listener

    def _migrate(self) -> None:
        try:
            asyncio.run(self._bring_up_to_date())
        except Told:
            raise
        except Exception as error:
            raise StartError(f"the database cannot be used: {error}; check DATABASE_URL") from error

    async def _bring_up_to_date(self) -> None:
        await migrate(self.settings.database_url)
        if self._schema:  # a shop with this defect never had these constraints
            connection = await asyncpg.connect(self.settings.database_url)
            try:
                await connection.execute(self._schema)
            finally:
                await connection.close()

    def _start(self, listener: socket.socket) -> None:
        def web(lifeline: int, ready: Callable[[], None]) -> None:
            run_web(self.settings, self.parts, listener, lifeline, ready)

        def work(lifeline: int, ready: Callable[[], None]) -> None:
            run_worker(self.settings, self.parts, lifeline, ready)

        for number in range(self.settings.web_processes):
            self._children.append(Child(f"web-{number + 1}", web))
        for number in range(self.settings.worker_processes):
            self._children.append(Child(f"worker-{number + 1}", work))
        gc.freeze()  # what is imported stays for good: no process need ever look through it again
        for child in self._children:
            self._fork(child)
        for child in self._children:
            self._await_ready(child)

    def _fork(self, child: Child) -> None:
        ready_read, ready_write = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        pid = os.fork()
        if pid == 0:
            self._be(child, ready_read, ready_write)
        child.pid, child.born, child.ready = pid, time.monotonic(), ready_read
        os.close(ready_write)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _be(self, child: Child, ready_read: int, ready_write: int) -> None:
        """We are the child now; this never returns."""
        code = 1
        try:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)  # until the event loop takes over
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            os.close(ready_read)
            os.close(self._lifeline[1])

            def ready() -> None:
                os.write(ready_write, b"1")
                os.close(ready_write)

            child.main(self._lifeline[0], ready)
            code = 0
        except Exception:
            log.exception("process_failed", extra={"name_of_process": child.name})
        except BaseException:  # noqa: BLE001  # nothing of the supervisor's may run in the child
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _await_ready(self, child: Child) -> None:
        readable, _, _ = select.select([child.ready], [], [], START_PATIENCE_S)
        word = os.read(child.ready, 1) if readable else b""
        os.close(child.ready)
        child.ready = -1
        if word != b"1":
            raise StartError(f"{child.name} did not become ready; its log says why")

    def _announce(self, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        print(f"reference_backend ready on http://{host}:{port}", flush=True)  # noqa: T201  # the promised line

    def _keep_alive(self) -> None:
        """Start again whatever dies, until we are told to stop."""
        while True:
            pid, status = os.wait()
            child = next((child for child in self._children if child.pid == pid), None)
            if child is None:  # the keeper: without its database the shop is none
                raise StartError("the embedded PostgreSQL has ended; set DATABASE_URL to keep one")
            self._revive(child, status)

    def _crash(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # its form
        """A test run wants to see what becomes of work whose process is killed."""
        for child in self._children:
            if child.pid:
                with contextlib.suppress(ProcessLookupError):  # it has just died, and was buried
                    os.kill(child.pid, signal.SIGKILL)

    def _revive(self, child: Child, status: int) -> None:
        log.warning("process_died", extra={"name_of_process": child.name, "status": status})
        child.pid = 0
        # Who is killed is started again at once; who cannot live is not tried all the time.
        quick = time.monotonic() - child.born < 1.0 and os.WIFEXITED(status)
        child.deaths = child.deaths + 1 if quick else 0
        if child.deaths:
            time.sleep(min(0.1 * 2**child.deaths, RESTART_DELAY_MAX_S))
        if child.ready >= 0:
            os.close(child.ready)
        self._fork(child)

    def _stop_children(self) -> None:
        """Tell all processes to end, and kill those that do not."""
        os.close(self._lifeline[1])
        living = {child.pid for child in self._children if child.pid}
        for pid in living:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + STOP_PATIENCE_S
        while living and time.monotonic() < until:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid:
                living.discard(pid)
            else:
                time.sleep(0.01)
        for pid in living:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
