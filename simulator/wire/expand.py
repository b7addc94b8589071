"""Expansion: ids in an answer replaced by the objects that they name.

Source: API reference, "Expanding responses"; the refusals are recorded. The first segment of a path
must be something that can be expanded, and so must one inside a hash of the same object; deeper
ones that cannot are passed over. That a bad path is refused before any object is looked for, and
that it is named whole, was probed.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from simulator import catalogue, errors, fixed
from simulator.catalogue.references import ways
from simulator.wire import versions
from simulator.wire.expandable import (
    FORMER,
    SHARED,
    expandable,
    is_dead_end,
    is_former,
    may_expand,
)
from simulator.work import Work

DEPTH_MAX: Final = 4
TOTAL: Final = "total_count"


Include = Callable[[Work, dict[str, Any]], Any]
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
        EXPANDS_TOO_DEEP: a path has more than four levels; the `data` of a list is one.
    """
    paths = params.pop("expand", None)
    if not paths:
        return ()
    for path in paths:
        if path.count(".") >= DEPTH_MAX:
            raise errors.EXPANDS_TOO_DEEP(path=path)
    return tuple(paths)


def check_paths(method: str, template: str, paths: Iterable[str], version: str) -> None:
    """Refuse what an operation's answer cannot have, before the operation.

    The kind of the answer is known from the SDK; where that does not settle it, the answer will.

    Raises:
        CANNOT_EXPAND, CANNOT_INCLUDE: the first path that leads nowhere.
    """
    operation = catalogue.operation_like(method, template)
    if operation is None or len(operation.returns) != 1:
        return
    kind = catalogue.resource(operation.returns[0]).object or ""
    listed = operation.answer in ("list", "search_result")
    for path in paths:
        first, *rest = path.split(".")
        if listed and path == TOTAL:
            if operation.answer == "list":
                raise errors.CANNOT_INCLUDE(path=path)
        elif listed and first != "data":
            raise errors.CANNOT_EXPAND(path=path, hint=errors.PERHAPS_IN_DATA.format(path=path))
        elif rest or not listed:
            segment = rest[0] if listed else first
            if not may_expand(kind, segment, version) and not _includes(kind, segment):
                raise errors.CANNOT_EXPAND(path=path, hint="")


def _includes(kind: str, segment: str) -> bool:
    """Whether a field, or one in this hash, is there only if it is asked for."""
    return (kind, segment) in INCLUDABLE or any(
        of == kind and field.split(".")[0] == segment for of, field in INCLUDABLE_WITHIN
    )


def expand_document(work: Work, document: dict[str, Any], paths: Iterable[str]) -> None:
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
                raise errors.CANNOT_EXPAND(path=path, hint=errors.PERHAPS_IN_DATA.format(path=path))
            for member in document["data"]:
                expansion.follow(member, segments[1:], path, first=True)
        else:
            expansion.follow(document, segments, path, first=True)


class _Expansion:
    """The walk of paths through one answer."""

    __slots__ = ("work",)

    def __init__(self, work: Work) -> None:
        self.work = work

    def follow(
        self,
        node: Any,
        segments: list[str],
        path: str,
        *,
        first: bool,
        inside: tuple[str, str] | None = None,
    ) -> None:
        """Expand along one path, from one object on.

        Args:
            first: whether this is where the path begins.
            inside: the kind of the object, and the field, that this hash is.
        """
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
        if not isinstance(kind, str):  # an Event's `data`: its object is nobody's kind
            raise errors.CANNOT_EXPAND(path=path, hint="")
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
        if self._holds_ids(node, kind, segment):
            self._look_up(node, kind, segment)
        elif self._leads_nowhere(node, segment, inside) or (
            first and not self._known(kind, segment, node)
        ):
            raise errors.CANNOT_EXPAND(path=path, hint="")
        value = node.get(segment)
        hash_of = (kind, segment) if kind and isinstance(value, dict) else None
        self.follow(value, rest, path, first=False, inside=hash_of)

    def _holds_ids(self, node: dict[str, Any], kind: str, segment: str) -> bool:
        value = node.get(segment)
        if isinstance(value, list):
            value = value[0] if value and (expandable(kind) or {}).get(segment) else None
        return isinstance(value, str) and self._may_name(kind, segment)

    def _look_up(self, node: dict[str, Any], kind: str, segment: str) -> None:
        """Put what is named in the place of its id, or of each of them; what is gone stays one."""
        value = node[segment]
        ids = value if isinstance(value, list) else [value]
        found = [self._lookup(kind, segment, id) or id for id in ids]
        node[segment] = found if isinstance(value, list) else found[0]

    @staticmethod
    def _leads_nowhere(node: dict[str, Any], segment: str, inside: tuple[str, str] | None) -> bool:
        return inside is not None and segment not in node and is_dead_end(*inside, segment)

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
            if isinstance(holder.get(name, ""), str):  # It is absent, or named and no more.
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
            or segment in ways(kind)
            or (segment in node and is_former(kind, segment))
        )

    def _may_name(self, kind: str, segment: str) -> bool:
        fields = expandable(kind)
        return fields is None or segment in fields or is_former(kind, segment)

    def _lookup(self, kind: str, segment: str, id: str) -> Any | None:
        named = (expandable(kind) or {}).get(segment)
        kinds = named or FORMER.get(segment) or tuple(self.work.account.store.kinds())
        for candidate in kinds:
            found = fixed.find(candidate, id) or self.work.find_any(candidate, id)
            if found is None:
                found = self.work.find_any(f"{candidate}.deleted", id)
            if found is None and candidate in SHARED:
                found = self.work.find_nearby(candidate, id)
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
