"""A connection, as it begins: API requests are answered where they are read.

aiohttp's server makes a task, a request and a stream for whatever comes, and answers some turns of
the loop later. A request to the API needs nothing of that: it is small, and is answered without
waiting. So a plain one is read here, and its answer is written in the same breath.

Rule 1: everything else is aiohttp's, to read and to judge: a page, the control API, a large or
chunked body, HTTP/1.0, a connection that is to be closed, requests sent ahead of an answer, a head
in pieces, what is no HTTP at all. The connection is then handed over for good, with every byte that
was not answered yet.
Rule 2: one request at a time. What waits (`may_wait`) goes on in a task, and meanwhile nothing more
is read.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from simulator.web.answer import Answer, CutAnswer
from simulator.web.exchange import Exchange
from simulator.web.plain import Head, plain_head
from simulator.web.sending import head_of

if TYPE_CHECKING:
    from simulator.world import World

log = logging.getLogger("simulator")
IDLE_SECONDS: Final = 75.0
"""How long a connection may be silent, at least; the default of nginx, which Stripe's servers say
they are."""
RESET: Final = b"\1\0\0\0\0\0\0\0"
"""A linger of zero, which makes closing a reset."""


class Api(Protocol):
    """What answers: the app."""

    world: World

    def answer(self, exchange: Exchange) -> Coroutine[Any, Any, Answer]:
        """The answer to an API request."""


class Connections(set["Direct"]):
    """The connections that were not handed over, and who takes them over."""

    def __init__(self, api: Api, aiohttp: Callable[[], asyncio.Protocol]) -> None:
        super().__init__()
        self.api = api
        self.aiohttp = aiohttp
        """Makes aiohttp's own protocol: a `web.Server`."""

    def open(self) -> Direct:
        """A protocol for a connection that is about to be made."""
        return Direct(self)

    async def close(self, within: float) -> None:
        """Close all; what waits has this many seconds to be answered."""
        waiting = [direct.waiting for direct in self if direct.waiting is not None]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=within)
            for task in late:
                task.cancel()
        for direct in tuple(self):
            direct.close()


class Direct(asyncio.Protocol):
    """One connection, until it is closed or handed over."""

    def __init__(self, among: Connections) -> None:
        self._among = among
        self._api = among.api
        self._loop = asyncio.get_running_loop()
        self._seen = b""
        """What was read, and neither answered nor handed over."""
        self._head: Head | None = None
        """The head of a request whose body is still to come."""
        self._writing_paused = False
        self._busy = False
        """Whether anything was read since somebody looked."""
        self.waiting: asyncio.Task[Answer] | None = None
        """What is still to be answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._among.add(self)
        self._looks = self._loop.call_later(IDLE_SECONDS, self.look)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why is not asked
        self._looks.cancel()
        self._among.discard(self)

    def close(self) -> None:
        """Close the connection, once all is written."""
        self._transport.close()

    def look(self) -> None:
        """Close the connection if nothing was read on it for long."""
        if not self._busy and self.waiting is None:
            self.close()
            return
        self._busy = False
        self._looks = self._loop.call_later(IDLE_SECONDS, self.look)

    # Reading.

    def data_received(self, data: bytes) -> None:
        seen = self._seen = self._seen + data if self._seen else data
        if self.waiting is not None:
            return
        self._busy = True
        head = self._head or plain_head(seen)
        if head is None or len(seen) > head.whole:
            self._hand_over()
        elif len(seen) < head.whole:  # Many clients send the body by itself.
            self._head = head
        else:
            self._seen, self._head = b"", None
            self._serve(head, seen[head.size :])

    def _hand_over(self) -> None:
        """Let aiohttp have the connection, and all that was not answered."""
        self._looks.cancel()
        self._among.discard(self)
        successor = self._among.aiohttp()
        self._transport.set_protocol(successor)
        successor.connection_made(self._transport)
        if self._writing_paused:
            self._transport.resume_reading()
            successor.pause_writing()
        successor.data_received(self._seen)

    # Answering.

    def _serve(self, head: Head, body: bytes) -> None:
        path, _, query = head.target.partition("?")
        exchange = Exchange(self._api.world, head.method, path, query, head.headers, body)
        serving = self._api.answer(exchange)
        try:
            serving.send(None)
        except StopIteration as done:
            self._send(exchange, done.value)
            return
        self._transport.pause_reading()
        self.waiting = self._loop.create_task(serving)
        self.waiting.add_done_callback(lambda task: self._waited(exchange, task))

    def _waited(self, exchange: Exchange, task: asyncio.Task[Answer]) -> None:
        """Answer what waited, and read on."""
        self.waiting = None
        try:
            answer = task.result()
        except asyncio.CancelledError:
            self.close()
            return
        except Exception:  # Whatever it was, nobody else would hear of it.
            log.exception("%s %s broke the simulator", exchange.method, exchange.path)
            self.close()
            return
        self._send(exchange, answer)
        self._transport.resume_reading()
        if self._seen:
            seen, self._seen = self._seen, b""
            self.data_received(seen)

    def _send(self, exchange: Exchange, answer: Answer) -> None:
        if isinstance(answer, CutAnswer):
            cut(self._transport, exchange, answer)
        else:
            self._transport.write(head_of(exchange, answer) + answer.body)

    def pause_writing(self) -> None:
        """The client does not read its answers: nothing more is asked of it meanwhile."""
        self._writing_paused = True
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """It does again."""
        self._writing_paused = False
        if self.waiting is None:
            self._transport.resume_reading()


def cut(transport: asyncio.Transport, exchange: Exchange, answer: CutAnswer) -> None:
    """Send what is to be sent of an answer, and cut the connection."""
    if answer.sends is not None:
        transport.write(head_of(exchange, answer) + answer.body[: answer.sends])
        transport.close()
    elif answer.reset:
        if (sock := transport.get_extra_info("socket")) is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        transport.abort()
    else:
        transport.close()
