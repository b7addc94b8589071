"""What a test needs of the machine: there, or the test is skipped and says so.

A machine that promises it, by PAIDONCE_REQUIRE_DOCKER=1 and the like, gets a failure instead:
what CI is meant to run must not be skipped there without anybody noticing.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import pytest


@cache
def lacks_docker() -> str | None:
    """Why no container can be started here; None if one can."""
    client = shutil.which("docker")
    if client is None:
        return "there is no docker command"
    try:
        answer = subprocess.run(
            [client, "version", "--format", "{{.Server.Version}}"],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "the Docker engine does not answer"
    return None if answer.returncode == 0 else "no Docker engine is running"


@cache
def lacks_browser() -> str | None:
    """Why no page can be looked at here; None if one can."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return "there is no Chromium"
    return None if shutil.which("chromedriver") else "there is no chromedriver"


@cache
def lacks_node() -> str | None:
    """Why no Node program can be run here; None if one can."""
    gone = [name for name in ("node", "npm") if shutil.which(name) is None]
    return f"there is no {' and no '.join(gone)}" if gone else None


NEEDS: Final[Mapping[str, Callable[[], str | None]]] = {
    "docker": lacks_docker,
    "browser": lacks_browser,
    "node": lacks_node,
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail, a test whose marker names what is not here."""
    for need, lacks in NEEDS.items():
        if item.get_closest_marker(need) is None or (reason := lacks()) is None:
            continue
        promise = f"PAIDONCE_REQUIRE_{need.upper()}"
        if os.environ.get(promise) == "1":
            pytest.fail(f"{reason}, but {promise}=1 promises it", pytrace=False)
        pytest.skip(reason)
