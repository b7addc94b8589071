"""A bounded memory of records: the oldest make room for new ones, and it says how many did."""

from collections.abc import Iterator
from typing import Generic, TypeVar

R = TypeVar("R")


class Ring(Generic[R]):
    """Records by id, in the order in which they were made."""

    __slots__ = ("dropped", "most", "records")

    def __init__(self, most: int) -> None:
        self.most = most
        self.dropped = 0
        """How many records had to make room."""
        self.records: dict[str, R] = {}

    def add(self, id: str, record: R) -> None:
        """Remember a record, or that it has changed."""
        self.records[id] = record
        if len(self.records) > self.most:
            del self.records[next(iter(self.records))]
            self.dropped += 1

    def get(self, id: str) -> R | None:
        """The record, if it is still remembered."""
        return self.records.get(id)

    def clear(self) -> None:
        """Forget all."""
        self.records.clear()
        self.dropped = 0

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self.records.values()))

    def __len__(self) -> int:
        return len(self.records)
