"""The calls of the control API: registered by name, typed in and out.

A handler is given what was sent as a checked Struct, and hands back what is to be answered. What
cannot be done is refused with a ControlError, in words that say what to do.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar

import msgspec
from aiohttp import web

from simulator.app import App
from simulator.world import Account

Thing = TypeVar("Thing")


class ControlError(Exception):
    """A call that is refused."""

    def __init__(self, status: int, message: str, *, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param


class Ask(msgspec.Struct, kw_only=True):
    """One call, and whose it is."""

    app: App
    request: web.BaseRequest
    account: Account
    path: dict[str, str]
    query: dict[str, str]

    def whole(self, name: str, default: int) -> int:
        """A whole number of the query.

        Raises:
            ControlError: it is none.
        """
        text = self.query.get(name)
        if text is None:
            return default
        try:
            return int(text)
        except ValueError:
            raise ControlError(400, f"{name} must be a whole number", param=name) from None

    def newest(self, things: Sequence[Thing]) -> Sequence[Thing]:
        """The last so many of these as `newest` asks for; all, where it is not given.

        Raises:
            ControlError: `newest` is no whole number, or below zero.
        """
        most = self.whole("newest", len(things))
        if most < 0:
            raise ControlError(400, "newest must be 0 or more", param="newest")
        return things[max(0, len(things) - most) :]


Handler = Callable[..., Awaitable[Any]]


class ControlCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call of the control API."""

    method: str
    template: str
    takes: type[Any] | None
    handler: Handler

    @property
    def story(self) -> str:
        """What it does, in one sentence."""
        return (self.handler.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


CALLS: Final[dict[str, ControlCall]] = {}
H = TypeVar("H", bound=Handler)


def control_call(name: str, takes: type[Any] | None = None) -> Callable[[H], H]:
    """Register a call `"POST /_sim/faults"`, and the Struct that its body is read into."""

    def register(handler: H) -> H:
        method, template = name.split(" ")
        assert name not in CALLS, f"{name} is registered twice"
        CALLS[name] = ControlCall(method=method, template=template, takes=takes, handler=handler)
        return handler

    return register


def missing(what: str, id: str) -> ControlError:
    """There is none of this id."""
    return ControlError(404, f"no {what} {id!r} in this account", param="id")
