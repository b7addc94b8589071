"""The simulator as an HTTP server: one process, one event loop, one world.

A request passes the middleware from left to right, and its answer from right to left:

    journal → refusals → auth → routing → strikes → replay → contention → perform

Each of them is whole, and in one file of `simulator.web`. What is not the API has a place of its
own: the control API and its page under `/_sim`, and the pages that shoppers see.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from simulator import errors
from simulator.catalogue.generic import generic_route
from simulator.timekeeper import Timekeeper
from simulator.web.auth import auth
from simulator.web.contention import contention
from simulator.web.edge import BODY_MAX, LINE_READ_MAX, page_of, too_long
from simulator.web.exchange import Answer, CutAnswer, Exchange, Middleware, chain
from simulator.web.headers import PREFLIGHT, headers_of
from simulator.web.journal import journal
from simulator.web.perform import perform
from simulator.web.refusals import refusals, refuse
from simulator.web.replay import replay
from simulator.web.routes import PUBLISHABLE, ROUTES
from simulator.web.routing import Router, routes, routing
from simulator.web.sending import Whole, head_of, takes_whole
from simulator.web.strikes import strikes
from simulator.webhooks.courier import Courier
from simulator.world import World

if TYPE_CHECKING:
    from simulator.state.durable import Durable

CONTROL: Final = "/_sim"
HOOKS_URL: Final = "https://hooks.stripe.com"
CHECKOUT_URL: Final = "https://checkout.stripe.com"
EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to
Page = Callable[["App", web.BaseRequest], Awaitable[web.StreamResponse]]

SNAPSHOT_MAX: Final = 256 * 1024 * 1024
"""Bytes of a request to the control API."""


class App:
    """A world behind HTTP. `handle` is what the server calls for every request."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.courier = Courier(world)
        self.timekeeper = Timekeeper(world, self.courier)
        self.hosts: set[str] = {"localhost", "127.0.0.1", "::1"}
        """Names under which the control API may be reached."""
        router = Router(generic_route)
        for route in routes(ROUTES):
            route.publishable = route.name in PUBLISHABLE
            router.add(route)
        self.router = router
        layers: tuple[Middleware, ...] = (
            journal,
            refusals,
            auth,
            routing(router),
            strikes,
            replay,
            contention,
        )
        self.serve = chain(layers, perform)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one HTTP request."""
        path = request.rel_url.raw_path
        if not path.startswith("/v1/"):
            page = elsewhere(path)
            if page is not None:
                return await page(self, request)
        if too_long(request.method, request.raw_path):
            return page_of(HTTPStatus.REQUEST_URI_TOO_LONG)
        if request.method == "OPTIONS":
            return web.Response(headers=PREFLIGHT)
        body = await request.read() if request.body_exists else b""
        if len(body) > BODY_MAX:
            return page_of(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        exchange = Exchange(
            self.world,
            # What answers a HEAD is the GET; that Stripe does so is inferred from what it lets in.
            "GET" if request.method == "HEAD" else request.method,
            path,
            request.rel_url.raw_query_string,
            request.headers,
            body,
        )
        answer: Answer = await self.serve(exchange)
        if self.world.durable is not None and not await written(self.world.durable, exchange):
            answer = refuse(exchange, errors.API_ERROR())
        if isinstance(answer, CutAnswer):
            return await cut(request, answer, headers_of(exchange, answer))
        if takes_whole(request):
            return Whole(head_of(exchange, answer) + answer.body, answer.status)
        headers = headers_of(exchange, answer)
        return web.Response(status=answer.status, body=answer.body, headers=headers)


async def written(durable: "Durable", exchange: Exchange) -> bool:
    """Whether all that an answer tells of is on disk; nothing else is ever answered."""
    try:
        await durable.flushed(getattr(exchange, "account", None))
    except OSError:
        return False
    return True


def elsewhere(path: str) -> Page | None:
    """What answers outside of the API: the control API, and the pages that shoppers see."""
    if path.startswith(CONTROL):
        from simulator.control.dispatch import control  # noqa: PLC0415 - only when asked

        return control
    from simulator.pages import PAGES  # noqa: PLC0415 - only when asked

    return PAGES.get(path.split("/", 2)[1])


async def cut(request: web.BaseRequest, answer: CutAnswer, headers: Any) -> web.StreamResponse:
    """Send what is to be sent of an answer, and cut the connection."""
    response = web.StreamResponse(status=answer.status or 200, headers=headers)
    transport = request.transport
    if transport is None:
        return response
    if answer.sends is not None:
        response.content_length = len(answer.body)
        await response.prepare(request)
        await response.write(answer.body[: answer.sends])
        transport.close()
    elif answer.reset:
        sock = transport.get_extra_info("socket")
        if sock is not None:  # A linger of zero makes closing a reset.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        transport.abort()
    else:
        transport.close()
    return response


class Running:
    """A server that listens, and the tasks beside it."""

    def __init__(
        self, app: App, runner: web.ServerRunner, port: int, ticking: asyncio.Task[None]
    ) -> None:
        self.app = app
        self.runner = runner
        self.port = port
        self._ticking = ticking

    async def listen_as_stripe(self, host: str, port: int, tls: ssl.SSLContext) -> int:
        """Listen with TLS besides, and stand in for Stripe's own hosts; the port.

        Raises:
            OSError: the port is taken, or is not allowed.
        """
        site = web.TCPSite(self.runner, host, port, backlog=1024, ssl_context=tls)
        await site.start()
        self.app.world.hooks_url, self.app.world.checkout_url = HOOKS_URL, CHECKOUT_URL
        return int(self.runner.addresses[-1][1])

    async def stop(self) -> None:
        """Stop listening, and leave nothing behind."""
        self._ticking.cancel()
        for account in self.app.world.accounts():
            account.holds.clear()
        await self.app.courier.close()
        await self.runner.cleanup()


async def start(app: App, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Listen.

    Args:
        port: 0 lets the system choose.

    Raises:
        OSError: the port is taken.
    """
    server = web.Server(
        app.handle,
        request_factory=_request,
        access_log=None,
        keepalive_timeout=75.0,
        max_line_size=LINE_READ_MAX,
        max_field_size=LINE_READ_MAX,
    )
    runner = web.ServerRunner(server, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, host, port, backlog=1024)
    try:
        await site.start()
    except OSError:
        await runner.cleanup()
        raise
    chosen = int(runner.addresses[0][1])
    named = "127.0.0.1" if host in EVERYWHERE else host
    app.world.hooks_url = app.world.checkout_url = f"http://{named}:{chosen}"
    for account in app.world.accounts():  # What was waiting when the state was saved goes on.
        app.courier.pump(account)
    ticking = asyncio.get_running_loop().create_task(app.timekeeper.run())
    return Running(app, runner, chosen, ticking)


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """A request as aiohttp makes it, but that its body may be as large as a snapshot."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=SNAPSHOT_MAX
    )
