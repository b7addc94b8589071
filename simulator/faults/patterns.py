"""Where: patterns over API requests and over the types of events.

`POST /v1/payment_intents/*/capture` names an operation: `*` stands for one segment of the path,
`**` for any number, and the method may be `*` or left out. A path can be the request's own, with an
id in it, or the route's, with `{intent}` in braces. `payment_intent.*` names types of events; there
`*` stands for anything.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final

METHODS: Final = frozenset({"GET", "POST", "DELETE"})


class PatternError(ValueError):
    """A pattern that can never match, and why."""


def checked_for_requests(on: str) -> str:
    """The pattern, if it can match requests.

    Raises:
        PatternError: it cannot; in words for whoever wrote it.
    """
    method, path = _split(on)
    if method != "*" and method not in METHODS:
        raise PatternError(
            f"{on!r} does not name a request: {method!r} is none of GET, POST, DELETE or *."
            " Write it like 'POST /v1/payment_intents/*/capture'."
        )
    if path != "**" and not path.startswith(("/v1/", "/v2/")):
        raise PatternError(
            f"{on!r} does not name a request: its path does not begin with /v1/."
            " Write it like 'POST /v1/payment_intents/*/capture'."
        )
    return on


def checked_for_events(on: str) -> str:
    """The pattern, if it can match types of events.

    Raises:
        PatternError: it cannot.
    """
    if not re.fullmatch(r"[a-z0-9_.*?]+", on):
        raise PatternError(
            f"{on!r} does not name events. Write it like 'payment_intent.succeeded',"
            " 'charge.*' or '*'."
        )
    return on


def matches_request(on: str, method: str, path: str) -> bool:
    """Whether a request is meant."""
    wanted, pattern = _compiled(on)
    return wanted in ("*", method) and pattern.fullmatch(path) is not None


def matches_event(on: str, type: str) -> bool:
    """Whether an event of this type is meant."""
    return fnmatchcase(type, on)


def names_any(patterns: Iterable[str], type: str) -> bool:
    """Whether one of an endpoint's `enabled_events` names this type."""
    return any(pattern in ("*", type) for pattern in patterns)


def _split(on: str) -> tuple[str, str]:
    if on == "*":
        return "*", "**"
    method, blank, path = on.partition(" ")
    return (method.upper(), path.strip()) if blank else ("*", on)


@lru_cache(maxsize=256)
def _compiled(on: str) -> tuple[str, re.Pattern[str]]:
    method, path = _split(on)
    parts = re.split(r"(\*\*|\*|\{[^{}/]*\})", path)
    found = "".join(
        ".*" if part == "**" else "[^/]+" if part[:1] in ("*", "{") else re.escape(part)
        for part in parts
    )
    return method, re.compile(found)
