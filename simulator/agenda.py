"""What falls due, and when: authorization expiry, session expiry, settlements, webhook attempts.

An entry is plain data (a moment, a kind, the id that it concerns), so that it can be saved and read
back; what a kind does is registered once, with `@due(kind)`, next to the noun that it concerns.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from simulator.work import Work


class Due(msgspec.Struct, frozen=True, order=True, gc=False):
    """One entry: `order` keeps entries of one moment in the order in which they were made."""

    due_at: int
    order: int
    kind: str
    subject: str


type_of_handler = Callable[["Work", str], None]
HANDLERS: Final[dict[str, Callable[["Work", str], None]]] = {}


def due(kind: str) -> Callable[[type_of_handler], type_of_handler]:
    """Register what is done when an entry of this kind falls due; it runs as one Work of its own."""

    def register(handler: type_of_handler) -> type_of_handler:
        assert kind not in HANDLERS, f"{kind} is registered twice"
        HANDLERS[kind] = handler
        return handler

    return register


class Agenda:
    """The entries of one account, the earliest first."""

    __slots__ = ("_heap", "_made", "_off")

    def __init__(self, entries: Iterable[Due] = ()) -> None:
        self._heap: list[Due] = sorted(entries)
        self._made = max((entry.order for entry in self._heap), default=0)
        self._off: set[int] = set()

    def add(self, due_at: int, kind: str, subject: str) -> Due:
        """Note that something falls due; Unix seconds."""
        self._made += 1
        entry = Due(due_at, self._made, kind, subject)
        heapq.heappush(self._heap, entry)
        return entry

    def take_due(self, by: int) -> Due | None:
        """The earliest entry that is due by this moment, taken off the agenda."""
        self._drop_called_off()
        if self._heap and self._heap[0].due_at <= by:
            return heapq.heappop(self._heap)
        return None

    def next_at(self) -> int | None:
        """When the next entry falls due."""
        self._drop_called_off()
        return self._heap[0].due_at if self._heap else None

    def call_off(self, kind: str, subject: str) -> None:
        """Take off every entry of this kind for this id."""
        self._off.update(e.order for e in self._heap if e.kind == kind and e.subject == subject)

    def _drop_called_off(self) -> None:
        while self._heap and self._heap[0].order in self._off:
            self._off.discard(heapq.heappop(self._heap).order)

    def __iter__(self) -> Iterator[Due]:
        return iter(sorted(e for e in self._heap if e.order not in self._off))

    def __len__(self) -> int:
        return len(self._heap) - len(self._off)
