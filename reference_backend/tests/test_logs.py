"""Logs are JSON, one object a line, and hold no secret."""

from __future__ import annotations

import json
import logging

from reference_backend.logs import JsonLines
from reference_backend.settings import Settings


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
