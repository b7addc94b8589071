"""The SDKs that these tests drive the simulator with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MINUTES = 60.0


@pytest.fixture(scope="session")
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stories in JavaScript and Stripe's SDK for Node, which they need."""
    return by_npm("node", request.config, tmp_path_factory)


@pytest.fixture(scope="session")
def former(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the SDKs for Node of older API versions, for their types."""
    return by_npm("former", request.config, tmp_path_factory)


def by_npm(name: str, config: pytest.Config, temporary: pytest.TempPathFactory) -> Path:
    """What the folder of this name asks for, installed by npm as its lock file says.

    It goes into pytest's cache folder (without one, into a temporary one). Without node and npm
    what asks for it is skipped, unless PAIDONCE_REQUIRE_NODE=1 says that it must not be.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        reason = "node and npm are not installed"
        if os.environ.get("PAIDONCE_REQUIRE_NODE") == "1":
            pytest.fail(f"{reason}, and PAIDONCE_REQUIRE_NODE=1")
        pytest.skip(reason)
    cache: pytest.Cache | None = getattr(config, "cache", None)  # -p no:cacheprovider
    folder = cache.mkdir(f"paidonce-{name}") if cache else temporary.mktemp(name)
    lock = folder / "package-lock.json"
    wanted = (HERE / name / lock.name).read_bytes()
    is_there = (folder / "node_modules").exists() and lock.exists() and lock.read_bytes() == wanted
    for file in (HERE / name).iterdir():
        if file != lock:
            shutil.copyfile(file, folder / file.name)
    if not is_there:
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(
            [npm, "ci", *quiet],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=5 * MINUTES,
        )
        assert done.returncode == 0, done.stderr
    return folder
