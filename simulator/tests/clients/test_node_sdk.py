"""Stripe's own Node SDK drives the core over HTTP, and notices nothing."""

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
MINUTES = 60.0


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
