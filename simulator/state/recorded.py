"""Dicts that note which of their keys have changed, for the durable journal to write."""

from typing import Any

Changes = dict[tuple[str, str, str], "Recorded"]
"""What changed since it was last written: account, table and key, and the dict that it is in."""
_MISSING = object()


class Recorded(dict[Any, Any]):
    """A dict in which every change is noted. Only what the simulator uses is overridden."""

    __slots__ = ("_account", "_changes", "_table")

    def __init__(self, changes: Changes, account: str, table: str) -> None:
        super().__init__()
        self._changes = changes
        self._account = account
        self._table = table

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self._changes[self._account, self._table, str(key)] = self

    def __delitem__(self, key: Any) -> None:
        super().__delitem__(key)
        self._changes[self._account, self._table, str(key)] = self

    def pop(self, key: Any, default: Any = _MISSING, /) -> Any:
        """Take a key out."""
        if key in self:
            self._changes[self._account, self._table, str(key)] = self
        return super().pop(key) if default is _MISSING else super().pop(key, default)

    def clear(self) -> None:
        """Take all keys out."""
        for key in self:
            self._changes[self._account, self._table, str(key)] = self
        super().clear()

    def update(self, *others: Any, **named: Any) -> None:
        """Put many keys in."""
        for key, value in dict(*others, **named).items():
            self[key] = value


def value_of(recorded: Recorded, key: str) -> Any | None:
    """What is there now under a key that was noted; None: it was taken out."""
    return recorded.get(key) if key in recorded else recorded.get(_number(key))


def _number(key: str) -> int | None:
    return int(key) if key.isdecimal() else None
