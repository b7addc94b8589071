"""Middleware: which operation a request asks for; an unknown one is refused in Stripe's words.

A route's path is a template; what stands in braces is taken from the request's path.
"""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote_plus

from simulator import errors
from simulator.operations.operation import Operations
from simulator.web.answer import Answer
from simulator.web.ephemeral import check_scope
from simulator.web.exchange import Exchange, Middleware, Serve
from simulator.web.refusals import HINT
from simulator.web.restricted import check_permission
from simulator.web.route import Route

TEST_HELPERS = "/v1/test_helpers/"


class _Place:
    """Where a path leads: what follows, and which routes end here, by method."""

    __slots__ = ("fixed", "routes", "variable")

    def __init__(self) -> None:
        self.fixed: dict[str, _Place] = {}
        self.variable: _Place | None = None
        self.routes: dict[str, tuple[Route, list[str]]] = {}


class Router:
    """Finds routes segment by segment; a fixed segment wins over a variable one."""

    __slots__ = ("_fallback", "_root")

    def __init__(self, fallback: Callable[[str, str], tuple[Route, dict[str, str]] | None]) -> None:
        self._root = _Place()
        self._fallback = fallback
        """Asked for what no route here covers: the catalogue's generic resources."""

    def add(self, route: Route) -> None:
        """Make a route known."""
        place = self._root
        for segment in route.template.strip("/").split("/"):
            if segment[0] != "{":
                place = place.fixed.setdefault(segment, _Place())
            else:
                place.variable = place.variable or _Place()
                place = place.variable
        names = [s[1:-1] for s in route.template.split("/") if s.startswith("{")]
        place.routes[route.method] = (route, names)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route, and the values of its path."""
        place = self._root
        values: list[str] = []
        for segment in path[1:].split("/"):
            following = place.fixed.get(segment)
            if following is None and segment:
                following = place.variable
                values.append(segment)
            if following is None:
                return self._fallback(method, path)
            place = following
        if (found := place.routes.get(method)) is None:
            return self._fallback(method, path)
        route, names = found
        if not names:
            return route, {}
        if "%" in path or "+" in path:
            values = [*map(unquote_plus, values)]
        return route, dict(zip(names, values, strict=True))


def routing(router: Router) -> Middleware:
    """The middleware that asks this router."""

    def route(exchange: Exchange, serve: Serve) -> Coroutine[Any, Any, Answer]:
        found = router.find(exchange.method, exchange.path)
        if found is None:
            raise errors.UNKNOWN_URL(
                method=exchange.method,
                path=exchange.path,
                hint=HINT if exchange.path.endswith("/") or "//" in exchange.path else "",
            )
        if exchange.version_refused is not None:
            raise exchange.version_refused
        exchange.route, exchange.path_values = found
        if exchange.publishable and not exchange.route.publishable:
            if exchange.customer is None:
                raise errors.SECRET_KEY_REQUIRED()
            check_scope(exchange)
        check_permission(exchange)
        if exchange.account.livemode and exchange.path.startswith(TEST_HELPERS):
            raise errors.LIVE_KEY_IN_TEST()
        return serve(exchange)

    return route


def routes(table: Operations) -> list[Route]:
    """Routes of a table `"POST /v1/refunds": operation`."""
    return [
        Route(method, template, operation)
        for name, operation in table.items()
        for method, template in [name.split(" ")]
    ]
