"""One HTTP request to a backend, with an honest end: an answer, or none.

The standard library's client is used as it is: no redirect is followed, nothing is tried twice.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit


class NoAnswer(Exception):  # noqa: N818 - it is an outcome
    """The request was not answered: it is in doubt whether it was done.

    `sent` is False where not even a connection was made: then it was not done.
    """

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body as JSON; a body that is none is given as text."""
        try:
            return json.loads(self.body)
        except ValueError:
            return self.body.decode("utf-8", "replace")


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout_s: float = 20.0,
) -> Reply:
    """Send one request and read its answer.

    Raises:
        NoAnswer: no connection, a connection that was cut, or no answer in time.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=timeout_s)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = False
    try:
        connection.connect()
        sent = True
        connection.request(method, target, body=body, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Reply(answer.status, answer.read(), dict(answer.getheaders()))
    except TimeoutError as error:
        raise NoAnswer(f"no answer within {timeout_s:g} s", sent=sent) from error
    except (OSError, http.client.HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise NoAnswer(f"{reason}" if sent else f"cannot connect: {reason}", sent=sent) from error
    finally:
        connection.close()


def encoded(value: object, *, form: bool) -> tuple[bytes, str]:
    """A request body and its content type."""
    if not form:
        return json.dumps(value, separators=(",", ":")).encode(), "application/json"
    pairs = value.items() if isinstance(value, Mapping) else []
    return urlencode([(k, str(v)) for k, v in pairs]).encode(), "application/x-www-form-urlencoded"
