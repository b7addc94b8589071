"""The control API as any HTTP client calls it."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from simulator import Account


def ask(sim: Account, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """A call of the control API with the account's key: the status, and the JSON answered."""
    parts = urlsplit(sim.url)
    connection = http.client.HTTPConnection(parts.netloc)
    sent = {"Authorization": f"Bearer {sim.secret_key}"}
    if body is not None:
        sent["Content-Type"] = "application/json"
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    connection.request(method, path, raw, sent)
    answer = connection.getresponse()
    status, text = answer.status, answer.read()
    connection.close()
    return status, json.loads(text)
