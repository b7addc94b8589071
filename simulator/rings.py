"""A bounded memory of records: the oldest make room for new ones, and it says how many did."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic, TypeVar

R = TypeVar("R")


class Ring(Generic[R]):
    """Records by id, in the order in which they were made."""

    __slots__ = ("_records", "dropped", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self.dropped = 0
        """How many records had to make room."""
        self._records: OrderedDict[str, R] = OrderedDict()

    def add(self, id: str, record: R) -> None:
        """Remember a record."""
        self._records[id] = record
        if len(self._records) > self.most:
            self._records.popitem(last=False)
            self.dropped += 1

    def get(self, id: str) -> R | None:
        """The record, if it is still remembered."""
        return self._records.get(id)

    def clear(self) -> None:
        """Forget all."""
        self._records.clear()
        self.dropped = 0

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)
