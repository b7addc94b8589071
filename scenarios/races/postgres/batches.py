"""What a client sends, cut where the server begins to work: at flush points.

Rule 1: nothing of a batch is of any effect before its flush point has reached the server, so a
batch that waits as a whole is a statement that was not sent yet. A driver that sends several
statements before one Sync has them held as one.
Rule 2: the text of a statement is where it was prepared; when it is executed it is named only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from scenarios.races.postgres.wire import BadBytes, Message, Messages, texts

# What the server ends its answer with: it is ready again; the answers alone; nothing.
Ends = Literal["ready", "answers", "nothing"]
FLUSH_POINTS: Final[dict[bytes, Ends]] = {
    b"Q": "ready",  # a simple query
    b"F": "ready",  # a function call
    b"S": "ready",  # Sync
    b"H": "answers",  # Flush
    # What is copied in belongs to the statement that asked for it, and goes after it at once.
    b"d": "nothing", b"c": "nothing", b"f": "nothing",
    b"X": "nothing",  # the client leaves
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Execution:
    """One statement that is to be executed, and the values that go with it, as they were sent."""

    sql: str
    values: bytes = b""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a client sent up to a flush point."""

    raw: bytes
    executions: tuple[Execution, ...]
    ends: Ends


class Batches:
    """Reads what one client sends after its connection was made."""

    def __init__(self) -> None:
        self._messages = Messages()
        self._raw = bytearray()
        self._executions: list[Execution] = []
        self._prepared: dict[str, str] = {}
        self._portals: dict[str, Execution] = {}

    def feed(self, chunk: bytes) -> Iterator[Batch]:
        """Every batch that has now come to its flush point.

        Raises:
            BadBytes
        """
        for message in self._messages.feed(chunk):
            self._raw += message.raw
            self._note(message)
            if (ends := FLUSH_POINTS.get(message.kind)) is not None:
                batch = Batch(bytes(self._raw), tuple(self._executions), ends)
                self._raw.clear()
                self._executions.clear()
                yield batch

    def _note(self, message: Message) -> None:
        match message.kind:
            case b"Q":
                [sql], _ = texts(message.body, 1)
                self._executions.append(Execution(sql))
            case b"F":
                self._executions.append(Execution("SELECT a_function()"))
            case b"P":
                [name, sql], _ = texts(message.body, 2)
                self._prepared[name] = sql
            case b"B":
                [portal, name], values = texts(message.body, 2)
                self._portals[portal] = Execution(self._prepared.get(name, ""), values)
            case b"E":
                [portal], _ = texts(message.body, 1)
                self._executions.append(self._portals.get(portal, Execution("")))
            case b"C":
                [name], _ = texts(message.body[1:], 1)
                kept = self._prepared if message.body[:1] == b"S" else self._portals
                kept.pop(name, None)
            case b"p":
                raise BadBytes("a password comes after the connection was made")
