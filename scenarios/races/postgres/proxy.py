"""The proxy: what the shop connects to in the place of its database.

Rule 1: what the server says is relayed as it comes; what the shop says goes through the gate.
Rule 2: nothing is held before a connection is ready for its first statement: logging in is between
the shop and its server (SCRAM goes through, since nothing here is encrypted).
Rule 3: when one side ends, the other one is ended too; when the proxy ends, both are. Whoever sends
what no protocol knows is cut off, and that is noted.

It runs an event loop in a thread of its own, on a port of this machine that the system chooses.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from types import TracebackType
from typing import Final, Self

from scenarios.races.postgres import wire
from scenarios.races.postgres.address import LOOPBACK, Address
from scenarios.races.postgres.batches import Batches
from scenarios.races.postgres.gate import Gate
from scenarios.races.postgres.session import HEARD, Session

CHUNK: Final = 1 << 16
LOGIN_PATIENCE_S: Final = 30.0
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Proxy:
    """Stands between a shop and its PostgreSQL while it is entered."""

    def __init__(self, upstream: Address, gate: Gate) -> None:
        self.upstream = upstream
        self.gate = gate
        self.faults: list[str] = []  # what went wrong, in words
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="postgres proxy")
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """What the shop is told."""
        return self.upstream.through(self.port)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.gate.let_go()
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._stop()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        this = asyncio.current_task()
        assert this is not None
        self._connections.add(this)
        try:
            await self._serve(reader, writer)
        except wire.BadBytes as bad:
            self.faults.append(f"a connection was cut off: {bad}")
        except (OSError, asyncio.IncompleteReadError, TimeoutError, asyncio.CancelledError):
            pass  # one side went away or the proxy ends, and so does the other side
        finally:
            await _closed(writer)
            self._connections.discard(this)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(LOGIN_PATIENCE_S):
            code, first = await self._first(reader, writer)
        try:
            server = await self._dial()
        except OSError as error:
            self.faults.append(f"{self.upstream} does not answer: {error}")
            writer.write(wire.refusal("08006", f"the database does not answer: {error}"))
            await writer.drain()
            return
        try:
            server[1].write(first)
            await server[1].drain()
            if code == wire.CANCEL_REQUEST:
                await server[0].read()  # the server closes once it has acted on it
            else:
                await self._relay((reader, writer), server)
        finally:
            await _closed(server[1])

    async def _first(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, bytes]:
        """The message that a connection really begins with, and its code."""
        buffered = b""
        while True:
            while (found := wire.first_message(buffered)) is None:
                chunk = await reader.read(CHUNK)
                if not chunk:
                    raise asyncio.IncompleteReadError(buffered, None)
                buffered += chunk
            length, code = found
            if code not in {wire.SSL_REQUEST, wire.GSS_REQUEST}:
                if code != wire.CANCEL_REQUEST and code >> 16 != 3:
                    raise wire.BadBytes(f"it asks for the protocol {code >> 16}.{code & 0xFFFF}")
                return code, buffered
            writer.write(b"N")  # nothing is encrypted here
            await writer.drain()
            buffered = buffered[length:]

    async def _dial(self) -> Streams:
        if self.upstream.socket is not None:
            return await asyncio.open_unix_connection(self.upstream.socket)
        return await asyncio.open_connection(self.upstream.host, self.upstream.port)

    async def _relay(self, shop: Streams, server: Streams) -> None:
        def forward(raw: bytes) -> None:
            self._loop.call_soon_threadsafe(server[1].write, raw)

        session = self.gate.opened(forward)
        ways = [
            asyncio.create_task(self._to_server(session, shop[0], server[1])),
            asyncio.create_task(self._to_shop(session, server[0], shop[1])),
        ]
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in done:
                way.result()
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self.gate.closed(session)

    async def _to_server(
        self, session: Session, shop: asyncio.StreamReader, server: asyncio.StreamWriter
    ) -> None:
        batches = Batches()
        while chunk := await shop.read(CHUNK):
            if not session.status:
                server.write(chunk)
            else:
                for batch in batches.feed(chunk):
                    self.gate.sent(session, batch)
            await server.drain()
        await asyncio.sleep(0)  # what was forwarded last is written before the connection ends
        with contextlib.suppress(OSError):
            await server.drain()

    async def _to_shop(
        self, session: Session, server: asyncio.StreamReader, shop: asyncio.StreamWriter
    ) -> None:
        messages = wire.Messages(only=HEARD)
        while chunk := await server.read(CHUNK):
            for message in messages.feed(chunk):
                self.gate.answered(session, message)
            shop.write(chunk)
            await shop.drain()


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError, asyncio.CancelledError):
        await writer.wait_closed()
