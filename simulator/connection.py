"""HTTP to a simulator from synchronous code: one kept connection for each thread.

Nothing heavy is imported, so that a command line that only asks something starts at once.
"""

import http.client
import threading
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

HARNESS: Final = "paidonce-harness"
"""How whoever plays shopper, dashboard or scheduler is told from the shop, in the journal."""
NULL: Final = msgspec.Raw(b"null")
"""What is sent where null says something: a value of None is left out."""
T = TypeVar("T")


class SimulatorError(Exception):
    """The control API refused a call, and says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class NotQuiet(SimulatorError):  # noqa: N818 - it is an outcome, not a mistake
    """Something is still under way; the message says what."""


class Connection:
    """A simulator's address, and the connections to it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is not the address of a simulator")
        self.url = url.rstrip("/")
        self._https = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._local = threading.local()
        self._all: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], timeout: float
    ) -> tuple[int, bytes]:
        """One request; status and body of the answer.

        A kept connection that was closed meanwhile is opened anew; what has been sent on an open
        one is never sent twice.

        Raises:
            OSError, http.client.HTTPException: no answer came.
        """
        kept: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if kept is None:
            kept = self._open()
        if kept.sock is not None:
            kept.sock.settimeout(timeout)
        else:
            kept.timeout = timeout
        try:
            if kept.sock is not None and _is_closed(kept):
                kept.close()
            kept.request(method, path, body, dict(headers))
            response = kept.getresponse()
            return response.status, response.read()
        except BaseException:
            kept.close()
            raise

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()

    def _open(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._https else http.client.HTTPConnection
        connection = kind(self._host, self._port)
        self._local.connection = connection
        with self._lock:
            self._all.append(connection)
        return connection


def _is_closed(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side has closed a connection that should be silent."""
    import select  # noqa: PLC0415 - not everywhere the same, and only needed here

    readable, _, _ = select.select([connection.sock], [], [], 0)
    return bool(readable)


class Control:
    """The control API of one account."""

    def __init__(self, connection: Connection, secret_key: str) -> None:
        self.connection = connection
        self.secret_key = secret_key

    def call(
        self,
        method: str,
        path: str,
        answers: type[T],
        given: Mapping[str, Any] | None = None,
        *,
        timeout: float = 70.0,
    ) -> T:
        """One call; what is None is not sent.

        Raises:
            NotQuiet: a 409.
            SimulatorError: any other refusal.
        """
        body = None
        headers = {"Authorization": f"Bearer {self.secret_key}", "User-Agent": HARNESS}
        if given is not None:
            body = msgspec.json.encode({k: v for k, v in given.items() if v is not None})
            headers["Content-Type"] = "application/json"
        status, answer = self.connection.send(method, f"/_sim{path}", body, headers, timeout)
        if status >= 400:
            try:
                message = msgspec.json.decode(answer)["error"]["message"]
            except (msgspec.DecodeError, LookupError, TypeError):
                message = answer.decode("utf-8", "replace")
            raise (NotQuiet if status == 409 else SimulatorError)(status, message)
        return msgspec.json.decode(answer, type=answers)


def form(params: Mapping[str, Any]) -> str:
    """Parameters in Stripe's bracket notation."""
    return urlencode(list(_pairs("", params)), quote_via=quote)


def _pairs(prefix: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _pairs(f"{prefix}[{key}]" if prefix else str(key), inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _pairs(f"{prefix}[{index}]", inner)
    elif value is None:
        yield prefix, ""
    elif isinstance(value, bool):
        yield prefix, "true" if value else "false"
    else:
        yield prefix, str(value)
