"""Stripe's own Node SDK drives the core over HTTP, and notices nothing.

The SDK is installed by npm into pytest's cache folder (without one, into a temporary one), as the
lock file beside `story.mjs` says. Without node and npm these tests are skipped, unless
PAIDONCE_REQUIRE_NODE=1 says that they must not be.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator import Account
from simulator.tests.conftest import Receiver

pytestmark = pytest.mark.node
HERE = Path(__file__).parent / "node"
MINUTES = 60.0


@pytest.fixture(scope="module")
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the story and the SDK that it needs."""
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


def told(folder: Path, sim: Account, *stories: str, **more: str) -> Any:
    """What the stories saw."""
    address = urlsplit(sim.url)
    surroundings = {
        **os.environ,
        "SIMULATOR_HOST": str(address.hostname),
        "SIMULATOR_PORT": str(address.port),
        "SIMULATOR_KEY": sim.secret_key,
        **more,
    }
    done = subprocess.run(
        [shutil.which("node") or "node", "story.mjs", *stories],
        cwd=folder,
        env=surroundings,
        check=False,
        capture_output=True,
        text=True,
        timeout=MINUTES,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_payment_from_its_customer_to_its_refund(installed: Path, sim: Account) -> None:
    assert told(installed, sim, "paysAndRefunds")["paysAndRefunds"] == {
        "statuses": ["requires_confirmation", "requires_capture", "succeeded", "succeeded"],
        "received": 2000,
        "net": 1912,
        "refunded": 500,
        "deleted": True,
    }


def test_every_refusal_has_its_class(installed: Path, sim: Account) -> None:
    seen = told(installed, sim, "isRefused")["isRefused"]
    assert seen["declined"] == {
        "type": "StripeCardError",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "statusCode": 402,
    }
    assert seen["missing"] == {
        "type": "StripeInvalidRequestError",
        "code": "resource_missing",
        "statusCode": 404,
        "param": "intent",
    }
    assert seen["keyless"]["type"] == "StripeAuthenticationError"


def test_an_idempotency_key_pays_once(installed: Path, sim: Account) -> None:
    assert told(installed, sim, "paysOnce")["paysOnce"] == {"same": True}
    assert len(sim.ledger().charges) == 1


def test_a_lost_answer_is_asked_for_again_and_paid_once(installed: Path, sim: Account) -> None:
    sim.faults.add("lost_answer", on="POST /v1/payment_intents", times=1)
    assert told(installed, sim, "paysOnce")["paysOnce"] == {"same": True}
    assert len(sim.ledger().charges) == 1


def test_pages_are_turned_by_themselves(installed: Path, sim: Account) -> None:
    assert told(installed, sim, "turnsPages")["turnsPages"] == ["e", "d", "c", "b", "a"]


def test_a_delivered_event_is_verified(installed: Path, sim: Account, receiver: Receiver) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    told(installed, sim, "paysOnce")
    sim.settle()
    got = receiver.got[receiver.types.index("payment_intent.succeeded")]
    seen = told(
        installed,
        sim,
        "verifies",
        DELIVERED_BODY=got.body.decode(),
        DELIVERED_SIGNATURE=got.headers["Stripe-Signature"],
        ENDPOINT_SECRET=endpoint.secret,
    )
    assert seen["verifies"] == {
        "type": "payment_intent.succeeded",
        "forged": "StripeSignatureVerificationError",
    }
