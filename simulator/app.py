"""The simulator whole: one world, and the middleware before it.

A request passes the middleware from left to right, and its answer from right to left:

    journal → refusals → auth → routing → strikes → replay → contention → perform

Each of them is whole, and in one file of `simulator.web`.
"""

from collections.abc import Coroutine
from typing import Any

from simulator import errors
from simulator.catalogue.generic import generic_route
from simulator.timekeeper import Timekeeper
from simulator.web.answer import Answer
from simulator.web.auth import auth
from simulator.web.contention import contention
from simulator.web.exchange import Exchange, Middleware, chain, may_wait
from simulator.web.journal import journal
from simulator.web.perform import perform
from simulator.web.refusals import refusals, refuse
from simulator.web.replay import replay
from simulator.web.routes import PUBLISHABLE, ROUTES
from simulator.web.routing import Router, routes, routing
from simulator.web.strikes import strikes
from simulator.webhooks.courier import Courier
from simulator.world import Durable, World


class App:
    """A world, and what every request to its API passes."""

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

    def answer(self, exchange: Exchange) -> Coroutine[Any, Any, Answer]:
        """The answer to a request to the API, once all that it tells of is on disk."""
        durable = self.world.durable
        return self.serve(exchange) if durable is None else self._written(exchange, durable)

    async def _written(self, exchange: Exchange, durable: Durable) -> Answer:
        answer = await self.serve(exchange)
        await may_wait()
        try:
            await durable.flushed(getattr(exchange, "account", None))
        except OSError:
            return refuse(exchange, errors.API_ERROR())
        return answer
