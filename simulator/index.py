"""An index: the ids of objects by the value of one of their fields.

Most values belong to one object (a payment has one charge): its id is kept as it is, and a dict of
ids, in the order in which they came, only from the second on.
"""

from collections.abc import Iterable


class Index:
    """The index of one field."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[str, str | dict[str, None]] = {}

    def add(self, value: str, id: str) -> None:
        """Note that an object has this value."""
        known = self._ids.setdefault(value, id)
        if known is id:
            return
        if isinstance(known, str):
            known = self._ids[value] = {known: None}
        known[id] = None

    def put_in_order(self, value: str, order: Iterable[str]) -> None:
        """Put the ids of the objects that have this value in this order, in which all of them are.

        An object that gets the value late may be older than those that have it already.
        """
        known = self._ids.get(value)
        if isinstance(known, dict):
            self._ids[value] = dict.fromkeys(id for id in order if id in known)

    def remove(self, value: str, id: str) -> None:
        """Note that it no longer has."""
        known = self._ids.get(value)
        if isinstance(known, dict):
            known.pop(id, None)
        elif known == id:
            del self._ids[value]

    def ids(self, value: str) -> Iterable[str]:
        """The ids of the objects that have this value, the oldest first."""
        known = self._ids.get(value, ())
        return (known,) if isinstance(known, str) else tuple(known)
