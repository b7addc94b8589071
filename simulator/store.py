"""The objects of one account, by kind and id, with the indices that lists are filtered by.

What is kept is immutable: a change keeps a new object under the same id. So an event holds the
object as it was for nothing, and a reader never sees half of a change.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final, Protocol, TypeVar

from simulator.index import Index


class Kept(Protocol):
    """Something that can be kept: it has a kind and an id."""

    KIND: ClassVar[str]

    @property
    def id(self) -> str: ...


K = TypeVar("K", bound=Kept)

INDEXED: Final[Mapping[str, tuple[str, ...]]] = {
    "charge": ("payment_intent", "customer"),
    "refund": ("charge", "payment_intent"),
    "dispute": ("charge", "payment_intent"),
    "payment_intent": ("customer",),
    "payment_method": ("customer",),
    "setup_intent": ("customer",),
    "setup_attempt": ("setup_intent",),
    "balance_transaction": ("source",),
    "checkout.session": ("payment_intent", "customer"),
    "price": ("product",),
    "card": ("account", "customer"),
    "customer_balance_transaction": ("customer",),
    "customer_cash_balance_transaction": ("customer",),
    "invoice": ("customer",),
    "invoiceitem": ("customer",),
    "invoice_payment": ("invoice", "intent"),
    "person": ("account",),
    "payout.row": ("payout",),
    "radar.early_fraud_warning": ("charge",),
    "radar.value_list": ("alias",),
    "radar.value_list_item": ("value_list",),
    "bank_account": ("account", "customer"),
    "billing.meter_event": ("event_name",),
    "mandate": ("payment_method",),
    "source": ("customer",),
    "subscription": ("customer",),
    "tax.transaction": ("reference",),
    "tax_id": ("customer",),
    "tax_rate.automatic": ("reason",),
    "transfer": ("source_transaction",),
    "usage_record": ("subscription_item",),
    "usage_record_summary": ("subscription_item",),
}
"""The fields of each kind that objects are looked up by."""


class Store:
    """Tables by kind; within a table, objects in the order in which they were made."""

    __slots__ = ("_indices", "_new_table", "_tables")

    def __init__(self) -> None:
        self._new_table: Callable[[str], dict[str, Any]] = lambda _: {}
        self._tables: dict[str, dict[str, Any]] = {}
        self._indices: defaultdict[tuple[str, str], Index] = defaultdict(Index)

    def record(self, new_table: Callable[[str], dict[str, Any]]) -> None:
        """Keep objects in tables that note what changes; said while there are none."""
        assert not self._tables
        self._new_table = new_table

    def table(self, kind: str) -> Mapping[str, Any]:
        """All objects of a kind, the oldest first."""
        return self._tables.get(kind, {})

    def get(self, kind: str, id: str) -> Any | None:
        """The object, or None."""
        table = self._tables.get(kind)
        return None if table is None else table.get(id)

    def put(self, kind: str, thing: Any) -> None:
        """Keep a new object, or the new state of an old one."""
        self.change(kind, {thing.id: thing})

    def change(self, kind: str, things: Mapping[str, Any]) -> None:
        """Keep what is new or has changed of a kind, by id; None: there is no such object more."""
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = self._new_table(kind)
        fields = INDEXED.get(kind)
        for id, thing in things.items():
            if fields is not None:
                self._index(kind, fields, table.get(id), thing)
            if thing is not None:
                table[id] = thing
            else:
                table.pop(id, None)

    def _index(self, kind: str, fields: tuple[str, ...], before: Any, after: Any) -> None:
        """Note what an object says in these fields; None: it is not there yet, or no more."""
        for field in fields:
            was, value = getattr(before, field, None), getattr(after, field, None)
            if value is was or value == was:
                continue
            if isinstance(was, str):
                self._indices[kind, field].remove(was, before.id)
            if isinstance(value, str):
                self._indices[kind, field].add(value, after.id)
                if before is not None:
                    self._indices[kind, field].put_in_order(value, self._tables[kind])

    def where(self, kind: str, field: str, value: str) -> Iterator[Any]:
        """The objects of a kind whose indexed field has this value, the oldest first."""
        assert field in INDEXED.get(kind, ()), f"{kind} is not found by its {field}: see INDEXED"
        if (table := self._tables.get(kind)) is None:
            return iter(())
        return map(table.__getitem__, self._indices[kind, field].ids(value))

    def kinds(self) -> Iterable[str]:
        """The kinds that there is something of."""
        return self._tables.keys()
