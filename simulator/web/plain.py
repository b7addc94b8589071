"""Plain heads: what is beyond doubt a small request to the API, read by one regular expression.

Rule: here nothing is judged. A head that has anything unusual about it (a header twice, or folded,
or not ASCII; a body in chunks; HTTP/1.0) is not plain, and is read by aiohttp's own parser.
"""

import re
from typing import Final

from multidict import CIMultiDict

HEAD_MAX: Final = 8 * 1024
BODY_MAX: Final = 64 * 1024
"""Bytes of a head and of a body; larger ones are not plain."""

_HEAD: Final = re.compile(
    rb"(GET|POST|DELETE) (/v1/[!-\"$-~]*) HTTP/1\.1\r\n"
    rb"((?:[A-Za-z0-9-]+: [!-~](?:[ -~]*[!-~])?\r\n)+)\r\n"
)
_UNUSUAL: Final = frozenset({"content-encoding", "expect", "transfer-encoding", "upgrade"})


class Head:
    """The head of a plain request."""

    __slots__ = ("headers", "method", "size", "target", "whole")

    def __init__(
        self, method: str, target: str, headers: CIMultiDict[str], size: int, length: int
    ) -> None:
        self.method = method
        self.target = target
        self.headers = headers
        self.size = size
        """Bytes of the head."""
        self.whole = size + length
        """Bytes of the head and the body."""


def plain_head(seen: bytes) -> Head | None:
    """The head with which these bytes begin; None: it is not plain, or not all there."""
    found = _HEAD.match(seen)
    if found is None or (size := found.end()) > HEAD_MAX:
        return None
    fields = [line.split(": ", 1) for line in found[3].decode().split("\r\n")[:-1]]
    known = {name.lower(): value for name, value in fields}
    if (
        len(known) < len(fields)  # One came twice.
        or "host" not in known
        or known.get("connection", "keep-alive").lower() != "keep-alive"
        or not _UNUSUAL.isdisjoint(known)
    ):
        return None
    length = known.get("content-length", "0")
    if not length.isdecimal() or len(length) > 6 or int(length) > BODY_MAX:
        return None
    return Head(found[1].decode(), found[2].decode(), CIMultiDict(known), size, int(length))
