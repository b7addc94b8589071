"""Requests as they come off the wire: whole, in pieces, ahead of time, too large, malformed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpRequestParser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Account
from simulator.app import App
from simulator.holds import HoldPoint
from simulator.server import start
from simulator.tests.calls import new_app
from simulator.web.direct import Connections, Direct
from simulator.web.edge import LINE_READ_MAX
from simulator.web.headers import as_said
from simulator.web.plain import BODY_MAX, plain_head


class Wire:
    """A connection to the simulator, byte by byte."""

    def __init__(self, sim: Account) -> None:
        address = urlsplit(sim.url)
        self.sim = sim
        self.socket = socket.create_connection((str(address.hostname), address.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._got = b""

    def send(self, *pieces: str) -> None:
        for piece in pieces:
            self.socket.sendall(piece.encode())

    def answer(self) -> tuple[int, str]:
        """Status and body of the next answer."""
        while b"\r\n\r\n" not in self._got:
            self._read()
        head, _, rest = self._got.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        named = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(named.get("content-length", "0"))
        while len(rest) < length:
            self._read()
            rest = self._got.partition(b"\r\n\r\n")[2]
        self._got = rest[length:]
        return int(lines[0].split(" ")[1]), rest[:length].decode()

    def _read(self) -> None:
        piece = self.socket.recv(65_536)
        assert piece, f"closed after {self._got!r}"
        self._got += piece

    def head(self, method: str, path: str, *lines: str) -> str:
        key = f"Authorization: Bearer {self.sim.secret_key}"
        return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", key, *lines, "", ""])

    def post(self, path: str, body: str, *lines: str) -> tuple[str, str]:
        """Head and body of a POST."""
        return self.head("POST", path, f"Content-Length: {len(body)}", *lines), body


@pytest.fixture
def wire(sim: Account) -> Iterator[Wire]:
    with opened(sim) as made:
        yield made


@contextmanager
def opened(sim: Account) -> Iterator[Wire]:
    made = Wire(sim)
    with made.socket:
        yield made


def test_a_body_may_come_after_its_head_and_in_pieces(wire: Wire) -> None:
    for name in ("one", "two"):
        head, body = wire.post("/v1/customers", f"name={name}")
        wire.send(head)
        wire.sim.api("GET", "/v1/balance")  # Meanwhile others are answered.
        wire.send(body[:3], body[3:])
        status, answer = wire.answer()
        assert (status, f'"name": "{name}"' in answer) == (200, True)


def test_a_head_may_come_in_pieces(wire: Wire) -> None:
    head, body = wire.post("/v1/customers", "name=slow")
    wire.send(head[:20])
    wire.sim.api("GET", "/v1/balance")
    wire.send(head[20:], body)
    assert '"name": "slow"' in wire.answer()[1]


def test_one_connection_is_good_for_the_api_and_for_everything_else(wire: Wire) -> None:
    wire.send(*wire.post("/v1/customers", "name=first"))
    assert wire.answer()[0] == 200
    wire.send(wire.head("GET", "/_sim/accounts"))
    assert wire.answer()[0] == 200
    wire.send(*wire.post("/v1/customers", "name=last"))
    assert '"name": "last"' in wire.answer()[1]


@pytest.mark.parametrize("size", [BODY_MAX - 100, BODY_MAX + 100, 20 * BODY_MAX])
def test_a_large_form_is_read_to_its_end(wire: Wire, size: int) -> None:
    wire.send(*wire.post("/v1/customers", "wat=" + "x" * size))
    status, answer = wire.answer()
    assert (status, "Received unknown parameter: wat" in answer) == (400, True)


def test_a_form_in_chunks_is_read_as_any_other(wire: Wire) -> None:
    wire.send(wire.head("POST", "/v1/customers", "Transfer-Encoding: chunked"))
    wire.send("5\r\nname=\r\n", "7\r\nchunked\r\n", "0\r\n\r\n")
    assert '"name": "chunked"' in wire.answer()[1]


def test_a_client_that_asks_before_it_sends_a_body_is_told_to_go_on(wire: Wire) -> None:
    head, body = wire.post("/v1/customers", "name=polite", "Expect: 100-continue")
    wire.send(head)
    assert wire.answer() == (100, "")
    wire.send(body)
    assert '"name": "polite"' in wire.answer()[1]


def test_requests_ahead_of_their_time_are_answered_in_their_order(wire: Wire) -> None:
    names = [f"n{number}" for number in range(50)]
    wire.send("".join("".join(wire.post("/v1/customers", f"name={name}")) for name in names))
    for name in names:
        assert f'"name": "{name}"' in wire.answer()[1]


def test_what_comes_while_a_request_is_held_waits_for_its_answer(wire: Wire) -> None:
    wire.sim.holds.add(on="POST /v1/customers", at="arrival")
    wire.send(*wire.post("/v1/customers", "name=held"))
    wire.sim.holds.wait()
    wire.send(*wire.post("/v1/customers", "name=behind"), *wire.post("/v1/customers", "name=last"))
    assert wire.sim.requests() == []
    wire.sim.holds.release()
    for name in ("held", "behind", "last"):
        assert f'"name": "{name}"' in wire.answer()[1]


def test_a_client_that_hangs_up_while_it_is_held_has_its_work_done(sim: Account) -> None:
    sim.holds.add(on="POST /v1/customers", at="arrival")
    with opened(sim) as wire:
        wire.send(*wire.post("/v1/customers", "name=gone"))
        sim.holds.wait()
    sim.holds.release()
    sim.settle()
    assert [found["name"] for found in sim.api("GET", "/v1/customers")[1]["data"]] == ["gone"]


def test_a_client_that_does_not_read_its_answers_gets_them_later(wire: Wire) -> None:
    wire.sim.api("POST", "/v1/customers", {"description": "x" * 4_000})
    asking = wire.head("GET", "/v1/customers")
    with ThreadPoolExecutor() as pool:
        sent = pool.submit(wire.send, *[asking] * 2_000)
        wire.sim.api("GET", "/v1/balance")  # Others are answered all the same.
        for _ in range(2_000):
            assert wire.answer()[0] == 200
        sent.result()


@pytest.mark.parametrize(
    "sent",
    [
        "NONSENSE\r\n\r\n",
        "GET /v1/balance HTTP/1.1\r\n\r\n",
        "GET /v1/balance HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /v1/customers HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        "POST /v1/customers HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\na",
        "GET /v1/balance HTTP/1.1\r\nHost: a\r\nBad Name: b\r\n\r\n",
        "GET /v1/balance HTTP/1.1\r\nHost: a\r\nX: " + "x" * 2 * LINE_READ_MAX + "\r\n\r\n",
        "\x16\x03\x01\x02",
    ],
)
def test_what_is_no_http_is_refused(wire: Wire, sent: str) -> None:
    wire.send(sent)
    assert wire.answer()[0] == 400


# What is read here is what aiohttp's own parser would have read.

NAMES = ["Host", "host", "X-a", "CONNECTION", "Content-Length", "Transfer-Encoding", "Expect"]
VALUES = [
    "a",
    "keep-alive",
    "close",
    "0",
    "3",
    "+3",
    "chunked",
    " padded ",
    "",
    "a\tb",
    "é",
    "a: b",
]
lines = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=4)
starts = st.sampled_from(
    [
        "POST /v1/x?a=b%20c HTTP/1.1",
        "GET /v1/x#f HTTP/1.1",
        "GET /v1/é HTTP/1.1",
        "GET  /v1/x HTTP/1.1",
        "DELETE /v1/x HTTP/1.0",
        "GET http://a/v1/x HTTP/1.1",
    ]
)
ends = st.sampled_from(["\r\n", "\r\n", "\n", "\r\n "])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(starts, lines, ends)
def test_a_plain_head_says_what_aiohttp_reads_in_it(
    start: str, fields: list[tuple[str, str]], end: str
) -> None:
    said = [start, "Host: h", *(f"{name}: {value}" for name, value in fields), "", ""]
    seen = end.join(said).encode()
    head = plain_head(seen)
    if head is None:
        return
    message = asyncio.run(read_by_aiohttp(seen))
    assert (head.method, head.target) == (message.method, message.path)
    assert head.headers == as_said(message.headers)
    assert not any((message.should_close, message.chunked, message.upgrade, message.compression))
    assert head.size == len(seen)
    assert head.whole - head.size == int(message.headers.get("Content-Length", "0"))


async def read_by_aiohttp(seen: bytes) -> Any:
    loop = asyncio.get_running_loop()
    try:
        messages, *_ = HttpRequestParser(BaseProtocol(loop), loop, 1024).feed_data(seen)
    except HttpProcessingError as wrong:
        raise AssertionError(f"{seen!r} is no HTTP") from wrong
    return messages[0][0]


# The end of a connection.


class Silent(asyncio.Transport):
    """A transport on which nothing happens."""

    closings = 0

    def close(self) -> None:
        self.closings += 1

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass


def test_a_connection_is_closed_once_nothing_was_read_on_it_for_long() -> None:
    async def story(app: App) -> None:
        direct = Direct(Connections(app, asyncio.Protocol))
        transport = Silent()
        direct.connection_made(transport)
        direct.data_received(b"GET /v1/balance HTTP/1.1\r\nHost: h\r\n\r\n")
        direct.look()
        assert transport.closings == 0
        direct.look()
        assert transport.closings == 1
        direct.connection_lost(None)

    asyncio.run(story(new_app()))


def test_what_waits_when_the_server_stops_is_answered_first() -> None:
    async def story(app: App) -> bytes:
        running = await start(app)
        account = app.world.account("sk_test_stopping")
        account.holds.add(HoldPoint(id="hold_1", on="GET /v1/balance", at="arrival"))
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(
            b"GET /v1/balance HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer sk_test_stopping\r\n\r\n"
        )
        assert await account.activity.until(lambda: any(account.holds.held()), 10)
        await running.stop()
        got = await reader.read()
        writer.close()
        return got

    assert asyncio.run(story(new_app())).startswith(b"HTTP/1.1 200 OK")
