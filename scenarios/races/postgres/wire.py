"""PostgreSQL's wire, as far as a gate reads it: where a message ends, and what a few of them say.

Rule: what is not understood is passed on as it is; what cannot be a message at all is `BadBytes`.

Source: PostgreSQL documentation, "Frontend/Backend Protocol", "Message Formats".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

PROTOCOL_3: Final = 3 << 16
CANCEL_REQUEST: Final = 80877102
SSL_REQUEST: Final = 80877103
GSS_REQUEST: Final = 80877104
STARTUP_MAX: Final = 10_000  # the server's own limit
MESSAGE_MAX: Final = 1 << 30  # no message can be longer than a gigabyte


class BadBytes(Exception):  # noqa: N818 - it is what came in, not a mistake of ours
    """Somebody sends what is no message of PostgreSQL's protocol."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a letter that says its kind, and what it carries."""

    kind: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return message(self.kind, self.body)


def message(kind: bytes, body: bytes = b"") -> bytes:
    """A message as it is sent; the first one of a connection has no kind."""
    return kind + (len(body) + 4).to_bytes(4, "big") + body


def first_message(buffered: bytes) -> tuple[int, int] | None:
    """The length and the code of a connection's first message, once it is there as a whole.

    Raises:
        BadBytes: no client of PostgreSQL begins like that.
    """
    if len(buffered) < 8:
        return None
    length = int.from_bytes(buffered[:4], "big")
    if not 8 <= length <= STARTUP_MAX:
        raise BadBytes(f"a connection cannot begin with {buffered[:8]!r}")
    if len(buffered) < length:
        return None
    return length, int.from_bytes(buffered[4:8], "big")


class Messages:
    """Cuts a stream into its messages.

    Args:
        only: the kinds that are wanted; of others nothing is kept. Empty: all of them.
    """

    def __init__(self, only: Collection[bytes] = ()) -> None:
        self._only = frozenset(only)
        self._left = bytearray()
        self._skip = 0  # what is still to come of a message that nobody wants

    def feed(self, chunk: bytes) -> Iterator[Message]:
        """Every message that has now come to its end.

        Raises:
            BadBytes
        """
        skipped = min(self._skip, len(chunk))
        self._skip -= skipped
        self._left += chunk[skipped:]
        at = 0
        while len(self._left) - at >= 5:
            kind = bytes(self._left[at : at + 1])
            length = int.from_bytes(self._left[at + 1 : at + 5], "big")
            if not 4 <= length <= MESSAGE_MAX or not kind.isalnum():
                raise BadBytes(f"no message begins with {bytes(self._left[at : at + 5])!r}")
            end = at + 1 + length
            if self._only and kind not in self._only:
                self._skip = max(0, end - len(self._left))
                at = min(end, len(self._left))
                continue
            if end > len(self._left):
                break
            body = bytes(self._left[at + 5 : end])
            at = end
            yield Message(kind, body)
        del self._left[:at]


def texts(body: bytes, count: int) -> tuple[list[str], bytes]:
    """So many texts from the beginning of a body, and what follows them.

    Raises:
        BadBytes: there are fewer.
    """
    found = []
    for _ in range(count):
        text, end, body = body.partition(b"\0")
        if not end:
            raise BadBytes(f"a text has no end: {text[:40]!r}")
        found.append(text.decode("utf-8", "replace"))
    return found, body


def fields(body: bytes) -> dict[str, str]:
    """The fields of an error or a notice: `C` is its SQLSTATE, `M` what it says."""
    said = {}
    while body[:1] not in (b"", b"\0"):
        letter, (body_rest,) = body[:1].decode("latin-1"), (body[1:],)
        [text], body = texts(body_rest, 1)
        said[letter] = text
    return said


def rows_of(tag: str) -> int | None:
    """How many rows a statement read or wrote, by its tag: `UPDATE 3`; None: it says nothing."""
    last = tag.rpartition(" ")[2]
    return int(last) if last.isdigit() else None


def refusal(sqlstate: str, words: str) -> bytes:
    """An error that ends a connection."""
    parts = {"S": "FATAL", "V": "FATAL", "C": sqlstate, "M": words}
    said = b"".join(k.encode() + v.encode() + b"\0" for k, v in parts.items())
    return message(b"E", said + b"\0")
