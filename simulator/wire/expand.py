"""Expansion: ids in an answer replaced by the objects that they name.

Source: API reference, "Expanding responses"; the refusals are recorded. The first segment of a path
must be something that can be expanded, deeper ones that cannot are passed over.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from simulator import errors
from simulator.catalogue.references import declared, hashes, references
from simulator.wire import versions

if TYPE_CHECKING:
    from simulator.work import Work

DEPTH_MAX: Final = 4

EXPANDABLE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "payment_intent": {
        "application": (),
        "customer": ("customer",),
        "invoice": ("invoice",),
        "latest_charge": ("charge",),
        "on_behalf_of": ("account",),
        "payment_method": ("payment_method", "card", "source"),
        "review": ("review",),
        "source": ("card", "source"),
        "transfer_data.destination": ("account",),
        "last_payment_error.payment_method": (),
    },
    "charge": {
        "application": (),
        "application_fee": ("application_fee",),
        "balance_transaction": ("balance_transaction",),
        "customer": ("customer",),
        "dispute": ("dispute",),
        "failure_balance_transaction": ("balance_transaction",),
        "invoice": ("invoice",),
        "on_behalf_of": ("account",),
        "payment_intent": ("payment_intent",),
        "review": ("review",),
        "source_transfer": ("transfer",),
        "transfer": ("transfer",),
        "transfer_data.destination": ("account",),
    },
    "refund": {
        "balance_transaction": ("balance_transaction",),
        "charge": ("charge",),
        "customer": ("customer",),
        "failure_balance_transaction": ("balance_transaction",),
        "payment_intent": ("payment_intent",),
        "payment_method": ("payment_method",),
        "source_transfer_reversal": ("transfer_reversal",),
        "transfer_reversal": ("transfer_reversal",),
    },
    "dispute": {
        "charge": ("charge",),
        "payment_intent": ("payment_intent",),
    },
    "balance_transaction": {"source": ("charge", "refund", "dispute", "payout", "transfer")},
    "payment_method": {"customer": ("customer",)},
    "setup_intent": {
        "application": (),
        "customer": ("customer",),
        "latest_attempt": ("setup_attempt",),
        "mandate": ("mandate",),
        "on_behalf_of": ("account",),
        "payment_method": ("payment_method",),
        "single_use_mandate": ("mandate",),
    },
    "setup_attempt": {
        "application": (),
        "customer": ("customer",),
        "on_behalf_of": ("account",),
        "payment_method": ("payment_method",),
        "setup_intent": ("setup_intent",),
    },
    "mandate": {"payment_method": ("payment_method",)},
    "customer": {
        "default_source": ("card", "source", "bank_account"),
        "invoice_settings.default_payment_method": ("payment_method",),
        "test_clock": ("test_helpers.test_clock",),
    },
    "review": {"charge": ("charge",), "payment_intent": ("payment_intent",)},
    "radar.early_fraud_warning": {"charge": ("charge",), "payment_intent": ("payment_intent",)},
    "bank_account": {"account": ("account",), "customer": ("customer",)},
    "card": {"account": ("account",), "customer": ("customer",)},
    "checkout.session": {
        "customer": ("customer",),
        "invoice": ("invoice",),
        "payment_intent": ("payment_intent",),
        "payment_link": ("payment_link",),
        "setup_intent": ("setup_intent",),
        "subscription": ("subscription",),
    },
    "price": {"product": ("product",)},
    "product": {"default_price": ("price",)},
    "payout": {
        "application_fee": ("application_fee",),
        "balance_transaction": ("balance_transaction",),
        "destination": ("bank_account", "card"),
        "failure_balance_transaction": ("balance_transaction",),
        "original_payout": ("payout",),
        "reversed_by": ("payout",),
    },
    "transfer": {
        "balance_transaction": ("balance_transaction",),
        "destination": ("account",),
        "source_transaction": ("charge",),
    },
}
"""For each kind: the fields that hold an id (or null), and the kinds that the id may name."""


@cache
def expandable(kind: str) -> Mapping[str, tuple[str, ...]] | None:
    """The fields of a kind that can be expanded; of one that is not in the table, as the SDK says.

    None: nobody knows, and whatever names an object may be expanded.
    """
    return EXPANDABLE.get(kind) or references(kind)


def _is_former(kind: str, segment: str) -> bool:
    """Whether only an older API version has this field: the SDK cannot say what it may name."""
    return kind not in EXPANDABLE and segment not in declared(kind)


Include = Callable[["Work", dict[str, Any]], Any]
INCLUDABLE: Final[dict[tuple[str, str], Include]] = {}
"""Fields that are absent unless they are asked for, and what makes them."""


def includable(kind: str, field: str) -> Callable[[Include], Include]:
    """Register what makes a field that is absent from the object unless it is expanded."""

    def register(include: Include) -> Include:
        INCLUDABLE[kind, field] = include
        return include

    return register


Find = Callable[[str, str], Any]
IncludeWithin = Callable[[Find, dict[str, Any]], Any]
INCLUDABLE_WITHIN: Final[dict[tuple[str, str], IncludeWithin]] = {}
"""The same for what an operation may have made only just now: looked up by kind and id."""


def includable_within(kind: str, field: str) -> Callable[[IncludeWithin], IncludeWithin]:
    """Register what makes a field out of objects that the operation may not have committed yet.

    Args:
        field: its name, or the names on the way to it (`total_details.breakdown`).
    """

    def register(include: IncludeWithin) -> IncludeWithin:
        INCLUDABLE_WITHIN[kind, field] = include
        return include

    return register


def paths_of(params: dict[str, Any]) -> tuple[str, ...]:
    """The paths of the parameter `expand`, taken out of the parameters.

    Raises:
        EXPANDS_TOO_DEEP: a path has more than four levels.
    """
    paths = params.pop("expand", None)
    if not paths:
        return ()
    for path in paths:
        levels = path.removeprefix("data.").split(".")
        if len(levels) > DEPTH_MAX:
            raise errors.EXPANDS_TOO_DEEP(path=path)
    return tuple(paths)


def expand_document(work: "Work", document: dict[str, Any], paths: Iterable[str]) -> None:
    """Expand in place.

    Raises:
        CANNOT_EXPAND: the first level of a path cannot be expanded.
    """
    expansion = _Expansion(work)
    is_list = document.get("object") in ("list", "search_result")
    for path in paths:
        segments = path.split(".")
        if is_list:
            if (include := INCLUDABLE.get((document["object"], path))) is not None:
                document[path] = include(work, document)
                _in_order(document)
                continue
            if segments[0] != "data":
                raise errors.CANNOT_EXPAND(
                    path=path, hint=f" You may want to try expanding 'data.{path}' instead."
                )
            for member in document["data"]:
                expansion.follow(member, segments[1:], path, first=True)
        else:
            expansion.follow(document, segments, path, first=True)


class _Expansion:
    """The walk of paths through one answer."""

    __slots__ = ("work",)

    def __init__(self, work: "Work") -> None:
        self.work = work

    def follow(self, node: Any, segments: list[str], path: str, *, first: bool) -> None:
        """Expand along one path, from one object on."""
        if not segments:
            return
        if isinstance(node, list):
            for member in node:
                self.follow(member, segments, path, first=first)
            return
        if not isinstance(node, dict):
            return
        segment, rest = segments[0], segments[1:]
        kind = node.get("object", "")
        if node.get("object") == "list" and segment == "data":
            self.follow(node.get("data"), rest, path, first=False)
            return
        if kind and self._include_within(node, kind, segments, path):
            return
        include = INCLUDABLE.get((kind, segment))
        if include is not None:
            made = node.get(segment)
            if made is None:
                node[segment] = made = self._document(include(self.work, node))
                _in_order(node)
            self.follow(made, rest, path, first=False)
            return
        value = node.get(segment)
        if isinstance(value, str) and self._may_name(kind, segment):
            target = self._lookup(kind, segment, value)
            if target is not None:
                node[segment] = value = target
        elif first and not self._known(kind, segment, node):
            raise errors.CANNOT_EXPAND(path=path, hint="")
        self.follow(value, rest, path, first=False)

    def _include_within(
        self, node: dict[str, Any], kind: str, segments: list[str], path: str
    ) -> bool:
        """Put in what is made of other objects, if the path leads to such; whether it does."""
        for length in (1, 2):
            include = INCLUDABLE_WITHIN.get((kind, ".".join(segments[:length])))
            if include is None or len(segments) < length:
                continue
            holder = node if length == 1 else node.get(segments[0])
            if not isinstance(holder, dict):
                return True
            name = segments[length - 1]
            if name not in holder:
                made = include(self.work.find_any, node)
                if made is not None:
                    holder[name] = self._document(made)
                    _in_order(holder)
            self.follow(holder.get(name), segments[length:], path, first=False)
            return True
        return False

    def _known(self, kind: str, segment: str, node: dict[str, Any]) -> bool:
        fields = expandable(kind)
        if fields is None:
            return segment in node
        return (
            any(f.split(".")[0] == segment for f in fields)
            or isinstance(node.get(segment), dict | list)
            or segment in hashes(kind)
            or (segment in node and _is_former(kind, segment))
        )

    def _may_name(self, kind: str, segment: str) -> bool:
        fields = expandable(kind)
        return fields is None or segment in fields or _is_former(kind, segment)

    def _lookup(self, kind: str, segment: str, id: str) -> Any | None:
        named = (expandable(kind) or {}).get(segment)
        kinds = named or tuple(self.work.account.store.kinds())
        for candidate in kinds:
            found = self.work.find_any(candidate, id)
            if found is None:
                found = self.work.find_any(f"{candidate}.deleted", id)
            if found is not None:
                return self._document(found)
        return None

    def _document(self, thing: Any) -> Any:
        document = msgspec.to_builtins(thing)
        if versions.differs(self.work.version):
            document = versions.step_back(self.work, document, self.work.version)
        return document


def _in_order(node: dict[str, Any]) -> None:
    """Put the keys back into Stripe's order, after one was added."""
    ordered = versions.in_order(node)
    node.clear()
    node.update(ordered)
