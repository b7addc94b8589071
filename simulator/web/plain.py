"""Plain heads: what is beyond doubt a small request to the API is read here, line by line.

Rule: here nothing is judged. A head that has anything unusual about it (a header twice, or folded,
or not ASCII; a body in chunks; HTTP/1.0) is not plain, and is read by aiohttp's own parser.

Clients say most lines again and again, so what a line says is remembered.
"""

import re
from functools import lru_cache
from typing import Final

import msgspec

from simulator.web.exchange import Headers

HEAD_MAX: Final = 8 * 1024
BODY_MAX: Final = 64 * 1024
"""Bytes of a head and of a body; larger ones are not plain."""

_REQUEST: Final = re.compile(r"(GET|POST|DELETE) (/v[12]/[!-\"$-~]*) HTTP/1\.1")
_FIELD: Final = re.compile(r"([A-Za-z0-9-]+): ([!-~](?:[ -~]*[!-~])?)")
_UNUSUAL: Final = frozenset({"content-encoding", "expect", "transfer-encoding", "upgrade"})


class Head(msgspec.Struct, frozen=True, gc=False):
    """The head of a plain request."""

    method: str
    target: str
    headers: Headers
    size: int
    """Bytes of the head."""
    whole: int
    """Bytes of the head and the body."""


def plain_head(seen: bytes) -> Head | None:
    """The head with which these bytes begin; None: it is not plain, or not all there."""
    end = seen.find(b"\r\n\r\n")
    if not 0 < end <= HEAD_MAX:
        return None
    try:
        first, *lines = seen[:end].decode("ascii").split("\r\n")
    except UnicodeDecodeError:
        return None
    asked = _REQUEST.fullmatch(first)
    known = dict(map(_said, lines))
    if (
        asked is None
        or len(known) < len(lines)  # One came twice.
        or "host" not in known
        or known.get("connection", "keep-alive").lower() != "keep-alive"
        or not _UNUSUAL.isdisjoint(known)
    ):
        return None
    length = known.get("content-length", "0")
    if not length.isdecimal() or len(length) > 6 or int(length) > BODY_MAX:
        return None
    method, target = asked.groups()
    size = end + 4
    return Head(method, target, known, size, size + int(length))


@lru_cache(maxsize=1024)
def _said(line: str) -> tuple[str, str]:
    """Name and value; of a line that is not plain, something that no plain head has."""
    field = _FIELD.fullmatch(line)
    return ("upgrade", "") if field is None else (field[1].lower(), field[2])
