"""Logs are JSON, one object a line, and hold no secret."""

from __future__ import annotations

import json
import logging
import os
from typing import Any

import pytest

from reference_backend.logs import JsonLines
from reference_backend.settings import Settings
from reference_backend.tests.conftest import Backend


def written(message: str, **extra: object) -> str:
    record = logging.makeLogRecord({"name": "reference_backend.x", "msg": message, **extra})
    return JsonLines().format(record)


def test_a_record_is_one_line_of_json_with_what_it_carries() -> None:
    line = written("job_failed", kind="capture", subject="order_1")
    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["event"], entry["kind"], entry["subject"]) == ("job_failed", "capture", "order_1")
    assert entry["logger"] == "x"


def test_a_secret_is_cut_off_wherever_it_stands() -> None:
    line = written("called with sk_test_hush", why="pi_123_secret_hush and whsec_hush")
    assert "hush" not in line
    assert "sk_test_…" in line


def test_settings_do_not_show_their_secrets() -> None:
    shown = repr(
        Settings.from_environment(
            {
                "STRIPE_SECRET_KEY": "sk_test_hush",
                "STRIPE_WEBHOOK_SECRET": "whsec_hush",
                "ADMIN_TOKEN": "hush",
            }
        )
    )
    assert "hush" not in shown


@pytest.mark.parametrize("fault", [None, "server_error_before"])
def test_a_shop_at_work_logs_every_request_and_no_secret(
    simulator_server: Any, capfd: pytest.CaptureFixture[str], fault: str | None
) -> None:
    stripe = simulator_server.account(f"sk_test_logs_{os.getpid()}_{fault}")
    with Backend(
        "--log-level", "debug", DATABASE_URL="", STRIPE_API_BASE=stripe.url,
        STRIPE_SECRET_KEY=stripe.secret_key, ADMIN_TOKEN="open-sesame",
    ) as backend:  # fmt: skip
        admin = {"Authorization": "Bearer open-sesame"}
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        for path, body in (
            ("/testing/webhook-secret", {"secret": endpoint.secret}),
            ("/admin/products",
             {"sku": "tea", "title": "Tea", "prices": {"usd": 500}, "stocked_quantity": 3}),
        ):  # fmt: skip
            assert backend.call("POST", path, body, headers=admin).status < 300
        if fault is not None:
            stripe.faults.add(fault, on="POST /v1/*", times=9)
        cart = backend.post("/store/carts", {"items": [{"sku": "tea"}], "email": "a@b.example"})
        path = f"/store/carts/{cart['id']}/payment-session"
        begun = backend.call("POST", path, {}).json
        stripe.faults.clear()
        stripe.settle()
    written = capfd.readouterr().err
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert path in {line.get("path") for line in lines}
    hidden = [stripe.secret_key, endpoint.secret, "open-sesame", "a@b.example"]
    hidden += [begun["client_secret"]] if fault is None else []
    assert [secret for secret in hidden if secret in written] == []
