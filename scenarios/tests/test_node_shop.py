"""A shop in another language stands at the gate through a profile alone, healthy and with a defect.

Without node and npm these tests are skipped, unless PAIDONCE_REQUIRE_NODE=1 says they must run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios import profile_file
from scenarios.incidents.catalogue import stories
from scenarios.rehearsal import rehearse
from scenarios.stage import Stage
from simulator import Simulator

pytestmark = pytest.mark.node
EXAMPLE = Path(__file__).parents[1] / "examples" / "node_shop"
STORIES = {story.incident.code: story for story in stories()}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its one package, installed by npm."""
    folder = tmp_path_factory.mktemp("node") / "shop"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("node_modules"))
    lacking = [name for name in ("node", "npm") if shutil.which(name) is None]
    reason = f"there is no {' and no '.join(lacking)}" if lacking else ""
    if not lacking:
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            reason = f"npm cannot install the example: {ran.stderr[-300:]}"
    if reason and os.environ.get("PAIDONCE_REQUIRE_NODE") == "1":
        pytest.fail(f"{reason}, and PAIDONCE_REQUIRE_NODE=1")
    if reason:
        pytest.skip(reason)
    return folder


@pytest.fixture
def shop(
    request: pytest.FixtureRequest, installed: Path, simulator_server: Simulator
) -> Iterator[Stage]:
    defect: str | None = getattr(request, "param", None)
    account = simulator_server.account(f"sk_test_node_{defect}")
    read = profile_file.load(installed / "paidonce.toml")
    with Stage(read, account, defect=defect) as stage:
        yield stage


def test_the_healthy_shop_holds_in_every_incident_that_applies(shop: Stage) -> None:
    told = 0
    for story in STORIES.values():
        if set(story.incident.needs) <= shop.shop.abilities:
            told += 1
            broken = [str(t) for t in rehearse(story, shop, applicable_only=True)
                      if t.violated or t.trouble]  # fmt: skip
            assert broken == [], story.incident.code
    assert told >= 15


@pytest.mark.parametrize(
    ("shop", "code", "invariant"),
    [
        ("captures_blindly", "I-a", "money_taken_is_an_order_paid"),
        ("forgets_events", "I01", "one_order_per_payment"),
        ("no_lock", "I02", "one_order_per_payment"),
    ],
    indirect=["shop"],
)
def test_a_defect_in_it_is_caught(shop: Stage, code: str, invariant: str) -> None:
    told = rehearse(STORIES[code], shop, looking_for=[invariant])
    assert any(invariant in telling.violated for telling in told), [*map(str, told)]


def test_it_is_small() -> None:
    assert len((EXAMPLE / "shop.js").read_text().splitlines()) < 300
