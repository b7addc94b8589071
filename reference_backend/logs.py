"""Structured logs: one JSON object a line on standard error, and no secret in any of them."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from typing import Final

SECRET: Final = re.compile(
    r"\b((?:sk|rk)_(?:test|live)_|whsec_|pi_\w+_secret_|seti_\w+_secret_)\w+"
)
STANDARD: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "process": record.process,
            "logger": record.name.removeprefix("reference_backend."),
            "event": record.getMessage(),
        }
        entry |= {key: value for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return SECRET.sub(r"\1…", json.dumps(entry, default=str, ensure_ascii=False))


def set_up(level: str) -> None:
    """Log from this process on."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = JsonLines()
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("stripe").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
