"""Runs the swarm as a program, and reads what it found."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec

from load.swarm.plan import Findings, Plan

LOCUSTFILE: Final = Path(__file__).with_name("locustfile.py")
ROOT: Final = LOCUSTFILE.parents[2]
STARTING_S: Final = 30.0  # how long locust may take to start and to end, over the run itself


class SwarmFailed(Exception):  # noqa: N818  an outcome, not a mistake
    """The swarm could not do its work; nothing has been learnt about the shop."""


def run(plan: Plan) -> Findings:
    """Deliver everything, and come back with what was found.

    Raises:
        SwarmFailed: locust did not start, did not end, or did not say what it found.
    """
    with tempfile.TemporaryDirectory(prefix="paidonce-load-") as folder:
        asked, found = Path(folder, "plan.json"), Path(folder, "findings.json")
        asked.write_bytes(msgspec.json.encode(plan))
        said = _locust(command(plan, asked, found), plan.seconds_max + STARTING_S)
        try:
            return msgspec.json.decode(found.read_bytes(), type=Findings)
        except (OSError, msgspec.DecodeError) as error:
            raise SwarmFailed(f"locust did not say what it found:\n{said}") from error


def command(plan: Plan, asked: Path, found: Path) -> list[str]:
    """How locust is started for this plan."""
    several = ["--processes", str(plan.workers)] if plan.workers > 1 else []
    return [
        *(sys.executable, "-m", "locust", "--locustfile", str(LOCUSTFILE), "--headless"),
        *("--users", str(plan.workers), "--spawn-rate", str(plan.workers)),
        *("--plan", str(asked), "--findings", str(found)),
        *("--only-summary", "--loglevel", "WARNING", *several),
    ]


def _locust(arguments: list[str], patience_s: float) -> str:
    """Run it in a process group of its own, of which nothing is left; give what it wrote."""
    process = subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=patience_s)
    except subprocess.TimeoutExpired as late:
        raise SwarmFailed(f"locust did not end within {patience_s:.0f} s") from late
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return said
