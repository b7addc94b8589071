"""The simulator as an HTTP server: one process, one event loop, one world.

A request passes the middleware from left to right, and its answer from right to left:

    journal → refusals → auth → routing → strikes → replay → perform

Source of nothing but structure: each of them is whole, and in one file of `simulator.web`.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.catalogue.generic import generic_route
from simulator.web.auth import auth
from simulator.web.exchange import Answer, Exchange, Middleware, chain
from simulator.web.headers import PREFLIGHT, headers_of
from simulator.web.perform import perform
from simulator.web.refusals import refusals
from simulator.web.replay import replay
from simulator.web.routes import PUBLISHABLE, ROUTES
from simulator.web.routing import Router, routes, routing
from simulator.world import World

BODY_MAX = 2 * 1024 * 1024
"""Bytes of a request's body; a larger one is refused by aiohttp with 413."""

Elsewhere = Callable[[web.BaseRequest], Awaitable[web.StreamResponse] | None]


class Simulator:
    """A world behind HTTP. `handle` is what the server calls for every request."""

    def __init__(self, world: World) -> None:
        self.world = world
        router = Router(generic_route)
        for route in routes(ROUTES):
            route.publishable = route.name in PUBLISHABLE
            router.add(route)
        self.router = router
        layers: tuple[Middleware, ...] = (refusals, auth, routing(router), replay)
        self.serve = chain(layers, perform)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one HTTP request."""
        if request.method == "OPTIONS":
            return web.Response(headers=PREFLIGHT)
        url = request.rel_url
        body = await request.read() if request.body_exists else b""
        exchange = Exchange(
            self.world,
            request.method,
            url.raw_path,
            url.raw_query_string,
            request.headers,
            body,
        )
        answer: Answer = await self.serve(exchange)
        return web.Response(
            status=answer.status, body=answer.body, headers=headers_of(exchange, answer)
        )


async def start(
    simulator: Simulator, host: str = "127.0.0.1", port: int = 0
) -> tuple[web.ServerRunner, int]:
    """Listen; hand back the runner, for `cleanup`, and the port.

    Raises:
        OSError: the port is taken.
    """
    server = web.Server(simulator.handle)
    runner = web.ServerRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, host, port, backlog=1024)
    await site.start()
    sockets = site._server.sockets  # aiohttp has no public way to a chosen port.
    return runner, sockets[0].getsockname()[1]


async def forever() -> None:
    """Wait until somebody stops the loop."""
    await asyncio.Event().wait()
