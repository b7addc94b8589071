"""The journal of one account: every API request and its answer, as far back as there is room.

A record keeps what was there anyway; it is read only when somebody asks.
"""

from collections import deque
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, Final

from simulator.wire.printing import pretty

ENTRIES_MAX: Final = 5_000


class Entry:
    """One request and its answer."""

    __slots__ = (
        "answered",
        "at",
        "body",
        "duration_ms",
        "error",
        "faults",
        "idempotency_key",
        "method",
        "operation",
        "order",
        "path",
        "query",
        "replayed",
        "request_id",
        "shows",
        "status",
        "user_agent",
        "version",
    )

    at: int
    """The account's time, Unix seconds."""
    method: str
    path: str
    query: str
    operation: str
    """The route: `POST /v1/refunds`; empty for an unknown one."""
    order: int
    """Its place among all that happened in the account."""
    body: bytes
    status: int | None
    """None: the connection was cut before the answer."""
    answered: bytes
    """The answer's body; empty where it can be printed again."""
    shows: Any
    """What that body was printed of, if it prints alike again."""
    error: str | None
    request_id: str | None
    idempotency_key: str | None
    replayed: bool
    version: str
    user_agent: str
    duration_ms: float
    faults: tuple[str, ...]

    @property
    def answer(self) -> bytes:
        """The body of the answer."""
        return self.answered if self.shows is None else pretty(self.shows)


class Journal:
    """The latest entries."""

    __slots__ = ("_entries", "dropped", "forgotten")

    def __init__(self, most: int = ENTRIES_MAX) -> None:
        self._entries: deque[Entry] = deque(maxlen=most)
        self.dropped = 0
        """How many entries had to make room."""
        self.forgotten = 0
        """The `order` of the last of them: all that came after it is here."""

    def add(self, entry: Entry) -> None:
        """Note a request that has its answer."""
        if len(self._entries) == self._entries.maxlen:
            self.dropped += 1
            self.forgotten = self._entries[0].order
        self._entries.append(entry)

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()
        self.dropped = self.forgotten = 0

    def after(self, order: int) -> list[Entry]:
        """The entries that came after this place, the oldest first."""
        later = takewhile(lambda entry: entry.order > order, reversed(self._entries))
        return [*later][::-1]

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)
