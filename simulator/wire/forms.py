"""Requests in: forms in Stripe's bracket notation, read into nested hashes and lists of strings.

Rule 1: this file knows nothing of any operation. `a[0]=x` is a hash with the key `0` until
`wire.parameters`, which knows what the parameter should be, reads it as a list: so
`metadata[0]=x` stays a hash.
Rule 2: what cannot be read as a form at all is refused here, and whatever its size or depth, it
costs little.

`a[b]=1` is a hash, `a[]=1` a list; with `a[][k]=1&a[][k]=2` a new hash begins in the list as soon
as a name repeats. The last of two equal names wins. What is no proper name in brackets (`a[b`) is
taken as it stands, and refused later as an unknown parameter.

Source: Stripe docs, "API reference: request bodies"; grouping and conflicts are inferred from the
way in which Rack, which Stripe's notation comes from, reads forms.
"""

import re
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from simulator import errors

Raw = dict[str, Any]
"""Parameters as they were sent: strings, in hashes and lists."""

PAIRS_MAX: Final = 10_000
DEPTH_MAX: Final = 32
"""Beyond these a form is refused; Stripe's own limits are not known."""

_NAME = re.compile(r"[^\[\]]+(?:\[[^\[\]]*\])+")


def decode(body: bytes, query: str = "") -> Raw:
    """The parameters of a request's body, and of its query string.

    Raises:
        INVALID_ENCODING: it is not UTF-8, or holds a NUL.
        INVALID_CONTENT: there is too much of it, or it is nested too deep.
        INVALID_OBJECT, INVALID_ARRAY: one name is used in two ways (`a=1&a[b]=2`).
    """
    try:
        text = body.decode()
        if query:
            text = f"{query}&{text}" if text else query
        return _read(text) if text else {}
    except UnicodeDecodeError:
        raise errors.INVALID_ENCODING() from None


def _read(text: str) -> Raw:
    pairs = text.split("&", PAIRS_MAX)
    if len(pairs) > PAIRS_MAX:
        raise errors.INVALID_CONTENT()
    if "\0" in text or "%00" in text:
        raise errors.INVALID_ENCODING()
    found: Raw = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if "%" in pair or "+" in pair:
            name, value = _plain(name), _plain(value)
        if "[" in name and (path := _path(name)):
            _nest(found, path, value)
        elif name:
            found[name] = value
    return found


def _plain(text: str) -> str:
    """Text without its percent signs and pluses."""
    if "+" in text:
        text = text.replace("+", " ")
    return unquote(text, errors="strict") if "%" in text else text


@lru_cache(maxsize=4096)
def _path(name: str) -> tuple[str, ...]:
    """`a[b][]` gives `a`, `b` and an empty segment; nothing where it is no such name."""
    if _NAME.fullmatch(name) is None:
        return ()
    return tuple(name[:-1].replace("]", "").split("["))


def _nest(found: Raw, path: tuple[str, ...], value: str) -> None:
    """Put a value where its path leads."""
    if len(path) > DEPTH_MAX:
        raise errors.INVALID_CONTENT()
    here: Raw = found
    segment = path[0]
    for place, following in enumerate(path[1:], 1):
        if following == "":
            members = here.setdefault(segment, [])
            if type(members) is not list:
                raise errors.INVALID_ARRAY(param=_spelled(path[:place]))
            rest = path[place + 1 :]
            if not rest:
                members.append(value)
                return
            group = _group(members, rest)
            if len(rest) == 1:
                group[rest[0]] = value
            else:
                _nest(group, rest, value)
            return
        inner = here.setdefault(segment, {})
        if type(inner) is not dict:
            raise errors.INVALID_OBJECT(param=_spelled(path[:place]))
        here, segment = inner, following
    here[segment] = value


def _group(members: list[Any], rest: tuple[str, ...]) -> Raw:
    """The hash in a list that a `[][k]` belongs to: the last one, until a name repeats in it."""
    if members and type(last := members[-1]) is dict and not _holds(last, rest):
        return last
    members.append({})
    last_made: Raw = members[-1]
    return last_made


def _holds(group: Raw, path: tuple[str, ...]) -> bool:
    """Whether a hash already has a value at this path."""
    here: Any = group
    for segment in path:
        if segment == "" or type(here) is not dict or segment not in here:
            return False
        here = here[segment]
    return True


def _spelled(path: tuple[str, ...]) -> str:
    return path[0] + "".join(f"[{segment}]" for segment in path[1:])
