"""The SDKs that these tests drive the simulator with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "node"
MINUTES = 60.0


@pytest.fixture(scope="session")
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stories in JavaScript and Stripe's SDK for Node, which they need.

    The SDK is installed by npm into pytest's cache folder (without one, into a temporary one), as
    the lock file says. Without node and npm what asks for it is skipped, unless
    PAIDONCE_REQUIRE_NODE=1 says that it must not be.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        reason = "node and npm are not installed"
        if os.environ.get("PAIDONCE_REQUIRE_NODE") == "1":
            pytest.fail(f"{reason}, and PAIDONCE_REQUIRE_NODE=1")
        pytest.skip(reason)
    cache: pytest.Cache | None = getattr(request.config, "cache", None)  # -p no:cacheprovider
    folder = cache.mkdir("paidonce-node") if cache else tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "story.mjs"):
        shutil.copyfile(HERE / name, folder / name)
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["stripe"]
    manifest = folder / "node_modules/stripe/package.json"
    if not manifest.exists() or json.loads(manifest.read_text("utf-8"))["version"] != wanted:
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
