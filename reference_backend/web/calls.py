"""One call to the shop: its route, what it brings, and how its body is read."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import msgspec
from aiohttp import web

from reference_backend import problems
from reference_backend.problems import ProblemSpec
from reference_backend.shop import Shop

Body = TypeVar("Body")
ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,200}")
USER_ID: Final = re.compile(r"[A-Za-z0-9_.@+-]{1,100}")
CONTROL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\[bfnrtu]")  # as JSON writes them
SHOP: Final = web.AppKey("shop", Shop)
DOCUMENT: Final = web.AppKey("document", bytes)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was found well-formed."""

    shop: Shop
    request: web.Request
    parsed: Any

    def body(self, kind: type[Body]) -> Body:
        """The request's body, of the kind that its route names."""
        if not isinstance(self.parsed, kind):
            raise TypeError(f"the route does not take {kind.__name__}")
        return self.parsed

    def id(self, name: str = "id") -> str:
        """An id out of the path.

        Raises: NOT_FOUND: nothing has an id like this.
        """
        return self.checked(self.request.match_info[name])

    def user_id(self) -> str:
        """The user's id out of the path, who is signed in as far as the app can tell.

        Raises: NOT_FOUND: nobody has an id like this.
        """
        return self.checked(self.request.match_info["user_id"], USER_ID)

    def checked(self, value: str, form: re.Pattern[str] = ID) -> str:
        """Raises: NOT_FOUND: nothing has an id like this."""
        if not form.fullmatch(value):
            raise problems.NOT_FOUND("Nothing has such an id.")
        return value

    @property
    def base_url(self) -> str:
        """Where the shopper reached the shop."""
        return self.shop.settings.public_url or str(self.request.url.origin())


Handler = Callable[[Call], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to call the shop, complete enough to be documented and checked."""

    method: str
    path: str
    handler: Handler
    tag: str
    answer: type | None = None
    status: int = 200
    body: type | None = None
    body_needed: bool = True
    raw: bool = False  # the handler reads the body itself
    query: Mapping[str, str] = field(default_factory=dict)  # what may be asked for: name, pattern
    others: Mapping[int, type] = field(default_factory=dict)
    problems: tuple[ProblemSpec, ...] = ()
    page: bool = False

    @property
    def summary(self) -> str:
        return (self.handler.__doc__ or "").strip().splitlines()[0].rstrip(".")


async def read_body(route: Route, request: web.Request) -> Any:
    """The body as the route wants it.

    Raises: UNSUPPORTED_TYPE, MALFORMED
    """
    if route.body is None or route.raw:
        return None
    raw = await request.read()
    if not raw and not route.body_needed:
        return route.body()
    if request.content_type != "application/json":
        raise problems.UNSUPPORTED_TYPE()
    try:
        parsed: Any = msgspec.json.decode(raw.decode(), type=route.body)
        # A lone surrogate is valid JSON and no text; a line's end is not seen by a pattern's.
        unprintable = CONTROL.search(msgspec.json.encode(parsed))
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise problems.MALFORMED(str(error) or "The body is nested too deeply.") from error
    if unprintable is not None:
        raise problems.MALFORMED("There is a control character in the body.")
    return parsed
