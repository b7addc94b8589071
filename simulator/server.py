"""The simulator as an HTTP server: one process, one event loop, one world.

Requests to the API are answered by the app, most of them straight from the connection
(`web.direct`). What is not the API has a place of its own: the control API and its page under
`/_sim`, and the pages that shoppers see.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from simulator.app import App
from simulator.web.answer import CutAnswer
from simulator.web.direct import IDLE_SECONDS, Connections, cut
from simulator.web.edge import BODY_MAX, LINE_READ_MAX, page_of, too_long
from simulator.web.exchange import Exchange
from simulator.web.headers import PREFLIGHT, as_said, headers_of
from simulator.web.sending import Cut

CONTROL: Final = "/_sim"
OAUTH_CALLS: Final = frozenset({"/oauth/token", "/oauth/deauthorize"})
"""What is asked of the host `connect` as the API is: with a key, by a server."""
HOOKS_URL: Final = "https://hooks.stripe.com"
CHECKOUT_URL: Final = "https://checkout.stripe.com"
CONNECT_URL: Final = "https://connect.stripe.com"
EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to
GO_ON: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
Page = Callable[[App, web.BaseRequest], Awaitable[web.StreamResponse]]

SHUTDOWN_SECONDS: Final = 0.2
"""How long what is under way may take when the server stops."""
SNAPSHOT_MAX: Final = 256 * 1024 * 1024
"""Bytes of a request to the control API."""


class Running:
    """A server that listens, and the tasks beside it."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._aiohttp = web.Server(
            partial(handle, app),
            request_factory=_request,
            access_log=None,
            keepalive_timeout=IDLE_SECONDS,
            max_line_size=LINE_READ_MAX,
            max_field_size=LINE_READ_MAX,
        )
        self._connections = Connections(app, self._aiohttp)
        self._listening: list[asyncio.Server] = []
        self._ticking = asyncio.get_running_loop().create_task(app.timekeeper.run())
        self.port = 0

    async def listen(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen on a port; 0 lets the system choose; which it is.

        Raises:
            OSError: the port is taken, or is not allowed.
        """
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._connections.open, host, port, backlog=1024, ssl=tls)
        self._listening.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def listen_as_stripe(self, host: str, port: int, tls: ssl.SSLContext) -> int:
        """Listen with TLS besides, and stand in for Stripe's own hosts; the port.

        Raises:
            OSError: the port is taken, or is not allowed.
        """
        chosen = await self.listen(host, port, tls)
        world = self.app.world
        world.hooks_url, world.checkout_url, world.connect_url = (
            HOOKS_URL,
            CHECKOUT_URL,
            CONNECT_URL,
        )
        return chosen

    async def stop(self) -> None:
        """Stop listening, and leave nothing behind."""
        self._ticking.cancel()
        for server in self._listening:
            server.close()
        for account in self.app.world.accounts():
            account.holds.clear()
        await self.app.courier.close()
        await self._connections.close(SHUTDOWN_SECONDS)
        self._aiohttp.pre_shutdown()
        await self._aiohttp.shutdown(SHUTDOWN_SECONDS)


async def start(app: App, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Listen.

    Args:
        port: 0 lets the system choose.

    Raises:
        OSError: the port is taken.
    """
    running = Running(app)
    try:
        running.port = await running.listen(host, port)
    except OSError:
        await running.stop()
        raise
    named = "127.0.0.1" if host in EVERYWHERE else host
    own = f"http://{named}:{running.port}"
    app.world.hooks_url = app.world.checkout_url = app.world.connect_url = own
    for account in app.world.accounts():  # What was waiting when the state was saved goes on.
        app.courier.pump(account)
    return running


async def handle(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Answer one HTTP request that is aiohttp's to read."""
    path = request.rel_url.raw_path
    if not path.startswith("/v1/"):
        page = elsewhere(path)
        if page is not None:
            return await page(app, request)
    if too_long(request.method, request.raw_path):
        return page_of(HTTPStatus.REQUEST_URI_TOO_LONG)
    if request.method == "OPTIONS":
        return web.Response(headers=PREFLIGHT)
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport:
        request.transport.write(GO_ON)
    body = await request.read() if request.body_exists else b""
    if len(body) > BODY_MAX:
        return page_of(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # What answers a HEAD is the GET; that Stripe does so is inferred from what it lets in.
    method = "GET" if request.method == "HEAD" else request.method
    query, sent = request.rel_url.raw_query_string, as_said(request.headers)
    exchange = Exchange(app.world, method, path, query, sent, body)
    answer = await app.answer(exchange)
    if isinstance(answer, CutAnswer):
        if request.transport is not None:
            cut(request.transport, exchange, answer)
        return Cut()
    headers = headers_of(exchange, answer)
    return web.Response(status=answer.status, body=answer.body, headers=headers)


def elsewhere(path: str) -> Page | None:
    """What answers outside of the API: the control API, and the pages that shoppers see."""
    if path.startswith(CONTROL):
        from simulator.control.dispatch import control  # noqa: PLC0415 - only when asked

        return control
    from simulator.pages import PAGES  # noqa: PLC0415 - only when asked

    return None if path in OAUTH_CALLS else PAGES.get(path.split("/", 2)[1])


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """A request as aiohttp makes it, but that its body may be as large as a snapshot."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=SNAPSHOT_MAX
    )
