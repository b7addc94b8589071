"""What falls due, and when: authorization expiry, session expiry, settlements, webhook attempts.

An entry is plain data (a moment, a kind, the id that it concerns), so that it can be saved and read
back; what a kind does is registered once, with `@due(kind)`, next to the noun that it concerns.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

import msgspec

ELSEWHERE: Final = 1 << 40
"""Added to moments of another clock than the account's; see `simulator.other_clocks`."""


class Due(msgspec.Struct, frozen=True, order=True, gc=False):
    """One entry: `order` keeps entries of one moment in the order in which they were made."""

    due_at: int
    order: int
    kind: str
    subject: str


HANDLERS: Final[dict[str, Callable[..., None]]] = {}
"""What is done, by kind: given a Work of its own, and the id that the entry concerns."""
H = TypeVar("H", bound=Callable[..., None])


def due(kind: str) -> Callable[[H], H]:
    """Register what is done when an entry of this kind falls due: `handler(work, subject)`."""

    def register(handler: H) -> H:
        assert kind not in HANDLERS, f"{kind} is registered twice"
        HANDLERS[kind] = handler
        return handler

    return register


class Agenda:
    """The entries of one account, the earliest first."""

    __slots__ = ("_heap", "_made", "_named", "entries")

    def __init__(self, entries: Iterable[Due] = ()) -> None:
        self.entries: dict[int, Due] = {}
        """What is still to fall due, by its order; what is in the heap alone was called off."""
        self._heap: list[Due] = []
        self._named: dict[tuple[str, str], list[int]] = {}
        self._made = 0
        for entry in entries:
            self.put(entry)

    def add(self, due_at: int, kind: str, subject: str) -> Due:
        """Note that something falls due; Unix seconds."""
        entry = Due(due_at, self._made + 1, kind, subject)
        self.put(entry)
        return entry

    def put(self, entry: Due) -> None:
        """Put an entry on the agenda: a new one, or one that was saved."""
        self._made = max(self._made, entry.order)
        self.entries[entry.order] = entry
        self._named.setdefault((entry.kind, entry.subject), []).append(entry.order)
        heapq.heappush(self._heap, entry)

    def take_due(self, by: int) -> Due | None:
        """The earliest entry that is due by this moment, taken off the agenda."""
        self._drop_called_off()
        if not self._heap or self._heap[0].due_at > by:
            return None
        entry = self._heap[0]
        self.take(entry)
        return entry

    def take(self, entry: Due) -> None:
        """Take one entry off the agenda."""
        del self.entries[entry.order]
        named = self._named[entry.kind, entry.subject]
        named.remove(entry.order)
        if not named:
            del self._named[entry.kind, entry.subject]

    def next_at(self) -> int | None:
        """When the next entry falls due by the account's own clock."""
        self._drop_called_off()
        if not self._heap or self._heap[0].due_at >= ELSEWHERE:
            return None
        return self._heap[0].due_at

    def call_off(self, kind: str, subject: str) -> None:
        """Take off every entry of this kind for this id."""
        for order in self._named.pop((kind, subject), ()):
            del self.entries[order]

    def has(self, kind: str, subject: str) -> bool:
        """Whether something of this kind is to fall due for this id."""
        return (kind, subject) in self._named

    def _drop_called_off(self) -> None:
        if len(self._heap) > 2 * len(self.entries) + 64:
            self._heap = list(self.entries.values())
            heapq.heapify(self._heap)
        while self._heap and self._heap[0].order not in self.entries:
            heapq.heappop(self._heap)

    def __iter__(self) -> Iterator[Due]:
        return iter(sorted(self.entries.values()))

    def __len__(self) -> int:
        return len(self.entries)
