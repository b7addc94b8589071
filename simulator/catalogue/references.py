"""Which fields of a resource hold the id of another one, and so can be expanded."""

from collections.abc import Iterator, Mapping
from functools import cache

from simulator.catalogue import (
    Field,
    Listing,
    ListOf,
    MapOf,
    Nested,
    Reference,
    class_of,
    resource,
)


@cache
def references(kind: str) -> Mapping[str, tuple[str, ...]] | None:
    """The expandable fields of a kind of object, and the kinds that their ids may name.

    A field inside a hash has the hash's name before its own (`transfer_data.destination`). None
    where the SDK does not know such objects.
    """
    name = class_of(kind)
    return None if name is None else dict(_found(resource(name).fields, ""))


@cache
def ways(kind: str) -> frozenset[str]:
    """The fields of a kind that hold no id themselves, but something inside which is expandable.

    A map, but for `metadata`, is taken for one: the SDK does not tell what is in it.
    """
    name = class_of(kind)
    fields = () if name is None else resource(name).fields
    return frozenset(field.name for field in fields if _leads_on(field))


def _leads_on(field: Field) -> bool:
    kind = field.kind.of if isinstance(field.kind, ListOf) else field.kind
    match kind:
        case Listing() | Reference():
            return True
        case MapOf():
            return field.name != "metadata"
        case Nested(fields=fields):
            return any(map(_leads_on, fields))
        case _:
            return False


@cache
def inside(kind: str, *path: str) -> tuple[str, ...]:
    """The fields of a hash that a kind of object holds, or that a hash of it holds."""
    name = class_of(kind)
    fields = () if name is None else resource(name).fields
    for step in path:
        found = next((field.kind for field in fields if field.name == step), None)
        fields = found.fields if isinstance(found, Nested) else ()
    return tuple(field.name for field in fields)


@cache
def declared(kind: str) -> frozenset[str]:
    """The fields of a kind that the SDK declares; an older API version may have had others."""
    name = class_of(kind)
    return frozenset(field.name for field in (() if name is None else resource(name).fields))


def _found(fields: tuple[Field, ...], path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in fields:
        kind = field.kind.of if isinstance(field.kind, ListOf) else field.kind
        at = path + field.name
        if isinstance(kind, Reference) and kind.expandable:
            yield at, tuple(resource(each).object or each for each in kind.classes)
        elif isinstance(kind, Nested) and not path:
            yield from _found(kind.fields, f"{at}.")
