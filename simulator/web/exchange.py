"""One request and its answer, and what becomes known of it on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Container, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.errors import StripeError
    from simulator.faults.fault import ApiFault
    from simulator.web.answer import Answer
    from simulator.web.route import Route
    from simulator.world import Account, World


Headers = dict[str, str]
"""What the headers of a request say, by their names in small letters."""


class AtWork:
    """What is to happen while one request is at its work."""

    __slots__ = ("faults", "hold", "objects")

    def __init__(
        self,
        objects: tuple[str, ...],
        faults: list[ApiFault],
        hold: Callable[[], Awaitable[Any]] | None,
    ) -> None:
        self.objects = objects
        self.faults = faults
        self.hold = hold


class Exchange:
    """What was asked, by whom, and what each middleware found out about it."""

    __slots__ = (
        "account",
        "acts_for",
        "at_work",
        "body",
        "customer",
        "error",
        "faults",
        "headers",
        "idempotency_key",
        "key",
        "method",
        "params",
        "path",
        "path_values",
        "permissions",
        "publishable",
        "query",
        "raw",
        "replayed",
        "request_id",
        "route",
        "version",
        "version_asked",
        "version_refused",
        "world",
    )

    account: Account
    route: Route

    def __init__(
        self,
        world: World,
        method: str,
        path: str,
        query: str,
        headers: Headers,
        body: bytes,
    ) -> None:
        self.world = world
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.key = ""
        """The API key that was presented, once it has opened an account."""
        self.permissions: Container[str] | None = None
        """What a restricted key, or a token of OAuth, may do; None: everything."""
        self.acts_for: str | None = None
        """The connected account as which the request is done."""
        self.publishable = False
        self.customer: str | None = None
        """The one Customer that an ephemeral key opens; None: it is a key of another kind."""
        self.request_id: str | None = None
        self.version = ""
        self.version_asked = ""
        """The header that asked for a version, with its beta flags."""
        self.version_refused: StripeError | None = None
        """Why no such version can be had; an unknown URL is refused first."""
        self.path_values: dict[str, str] = {}
        self.raw: dict[str, Any] = {}
        """The parameters as sent: nested, every value a string."""
        self.params: dict[str, Any] = {}
        """The parameters as checked: nested, typed."""
        self.idempotency_key: str | None = None
        self.error: str | None = None
        """The code, or else the type, of the error that was answered."""
        self.replayed = False
        """Whether it was answered from memory."""
        self.at_work: AtWork | None = None
        """What is to happen within the operation; None: nothing was arranged."""
        self.faults: tuple[str, ...] = ()
        """The names of the faults that struck."""


Serve = Callable[[Exchange], Coroutine[Any, Any, "Answer"]]
Middleware = Callable[[Exchange, Serve], Coroutine[Any, Any, "Answer"]]


def chain(middleware: tuple[Middleware, ...], innermost: Serve) -> Serve:
    """One function of all middleware, the first outermost."""
    serve = innermost
    for layer in reversed(middleware):
        serve = _around(layer, serve)
    return serve


def _around(layer: Middleware, inner: Serve) -> Serve:
    def serve(exchange: Exchange) -> Coroutine[Any, Any, Answer]:
        return layer(exchange, inner)

    return serve


async def may_wait() -> None:
    """Said before anything that may wait for long, or for a time.

    An exchange is begun where its request was read, outside of any task; most are over by then.
    The others stop here for a moment, and are given a task to go on in.
    """
    await asyncio.sleep(0)  # real: gives up the hand, and waits for nothing
