"""Requests in as JSON, as API v2 takes them, read into the nested strings that a form would give.

So one reader of parameters serves both: a number becomes its text, and a null, which unsets, the
empty string.

Source: API v2 reference, "Request bodies"; that what is no JSON is refused in API v1's words is
inferred.
"""

from typing import Any

import msgspec

from simulator import errors
from simulator.wire.forms import DEPTH_MAX, Raw

KIND = "application/json"


def decode(body: bytes) -> Raw:
    """The parameters of a body.

    Raises:
        INVALID_CONTENT: it is no JSON object, or is nested too deep.
    """
    if not body:
        return {}
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise errors.INVALID_CONTENT() from None
    if not isinstance(found, dict):
        raise errors.INVALID_CONTENT()
    return {name: _text(value, 1) for name, value in found.items()}


def _text(value: Any, depth: int) -> Any:
    if depth > DEPTH_MAX:
        raise errors.INVALID_CONTENT()
    match value:
        case dict():
            return {name: _text(member, depth + 1) for name, member in value.items()}
        case list():
            return [_text(member, depth + 1) for member in value]
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
