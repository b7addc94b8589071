"""One request and its answer, and what becomes known of it on the way."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.world import Account, World

if TYPE_CHECKING:
    from simulator.web.routing import Route


class Answer:
    """A status, a body and headers, not yet sent."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.body = body
        self.headers: dict[str, str] = {} if headers is None else headers


class Exchange:
    """What was asked, by whom, and what each middleware found out about it."""

    __slots__ = (
        "account",
        "body",
        "error",
        "event_ids",
        "headers",
        "idempotency_key",
        "method",
        "params",
        "path",
        "path_values",
        "publishable",
        "query",
        "raw",
        "request_id",
        "route",
        "touched",
        "version",
        "world",
    )

    account: Account
    route: "Route"

    def __init__(
        self,
        world: World,
        method: str,
        path: str,
        query: str,
        headers: Mapping[str, str],
        body: bytes,
    ) -> None:
        self.world = world
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.publishable = False
        self.request_id: str | None = None
        self.version = ""
        self.path_values: dict[str, str] = {}
        self.raw: dict[str, Any] = {}
        """The parameters as sent: nested, every value a string."""
        self.params: dict[str, Any] = {}
        """The parameters as checked: nested, typed."""
        self.idempotency_key: str | None = None
        self.error: str | None = None
        """The code, or else the type, of the error that was answered."""
        self.event_ids: tuple[str, ...] = ()
        self.touched: frozenset[str] = frozenset()


Serve = Callable[[Exchange], Awaitable[Answer]]
Middleware = Callable[[Exchange, Serve], Awaitable[Answer]]


def chain(middleware: tuple[Middleware, ...], innermost: Serve) -> Serve:
    """One function of all middleware, the first outermost."""
    serve = innermost
    for layer in reversed(middleware):
        serve = _around(layer, serve)
    return serve


def _around(layer: Middleware, inner: Serve) -> Serve:
    def serve(exchange: Exchange) -> Awaitable[Answer]:
        return layer(exchange, inner)

    return serve
