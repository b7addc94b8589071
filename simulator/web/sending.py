"""An answer on its way out: head and body are written to the connection in one piece.

aiohttp's own Response is for everything that a server may want; what an API's answer needs of it is
a status, a few headers and a body that is there already. Most headers are the same for all answers,
and are encoded once.
"""

from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

from simulator.clock import wall
from simulator.web.exchange import Answer, Exchange
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
    said = "".join([f"{name}: {text}\r\n" for name, text in said_of(exchange, answer).items()])
    length = f"Content-Length: {len(answer.body)}\r\n\r\n"
    head = _LINES[answer.status] + said + _today.line() + length
    return head.encode("utf-8", "surrogateescape")


class Whole(web.StreamResponse):
    """An answer that is written at once; for connections that stay open."""

    def __init__(self, data: bytes, status: int) -> None:
        super().__init__(status=status)
        self._data = data

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Write everything.

        Raises:
            ConnectionResetError: the client has hung up.
        """
        transport = request.transport
        if transport is None:
            raise ConnectionResetError("the client has hung up")
        self._keep_alive = True
        self._eof_sent = True
        transport.write(self._data)
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """There is nothing left to write."""
        assert not data


def takes_whole(request: web.BaseRequest) -> bool:
    """Whether the client speaks HTTP/1.1 and leaves its connection open, as SDKs do."""
    return request.version == HttpVersion11 and request.keep_alive and request.method != "HEAD"
