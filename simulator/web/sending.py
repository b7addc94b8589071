"""An answer on its way out: its head, as it is on the wire.

Most headers are the same for all answers, and are put together once.
"""

from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from aiohttp import web

from simulator.clock import wall
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange
from simulator.web.headers import ALWAYS, said_of

_STATUS: Final = {each.value: f"HTTP/1.1 {each.value} {each.phrase}\r\n" for each in HTTPStatus}
_ALWAYS: Final = "Connection: keep-alive\r\n" + "".join(
    f"{name}: {text}\r\n" for name, text in ALWAYS.items()
)
_LINES: Final = {status: line + _ALWAYS for status, line in _STATUS.items()}


class _Today:
    """The `Date` header, made once a second."""

    __slots__ = ("_at", "_line")

    def __init__(self) -> None:
        self._at = 0
        self._line = ""

    def line(self) -> str:
        if (now := wall()) != self._at:
            self._at, self._line = now, f"Date: {formatdate(now, usegmt=True)}\r\n"
        return self._line


_today: Final = _Today()


def head_of(exchange: Exchange, answer: Answer) -> bytes:
    """The status line and all headers, as they are on the wire."""
    said = "\r\n".join(map(": ".join, said_of(exchange, answer).items()))
    length = len(answer.body)
    head = f"{_LINES[answer.status]}{said}\r\n{_today.line()}Content-Length: {length}\r\n\r\n"
    return head.encode("utf-8", "surrogateescape")


class Cut(web.StreamResponse):
    """Stands for an answer where the connection was cut: there is nothing left to write."""

    async def prepare(self, request: web.BaseRequest) -> None:
        """Write nothing."""

    async def write_eof(self, data: bytes = b"") -> None:
        """Write nothing."""
