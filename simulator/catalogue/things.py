"""Things: objects of the resources that nobody wrote by hand, as Structs made of the catalogue.

A thing is a frozen Struct like any other, in the newest shape: `id`, `object`, then the other
fields in alphabetical order. Its hashes are plain dicts, which nobody changes once they are kept.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, cast

import msgspec
from msgspec import UNSET

from simulator.catalogue import class_of, resource


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """An object of the API; its fields are those of its resource."""

    KIND: ClassVar[str]
    RESOURCE: ClassVar[str]
    """The class of the SDK that describes it."""

    id: Any = UNSET


class Belonging(msgspec.Struct, frozen=True):
    """To what a thing belongs where its own fields do not say it: a line to its invoice."""

    KIND: ClassVar[str] = "_belonging"

    id: str
    parent: str


class Single(msgspec.Struct, frozen=True):
    """A thing without an id: there is one of its kind in an account, or one for each parent."""

    KIND: ClassVar[str] = "_single"

    id: str
    thing: Any


@cache
def thing_class(name: str) -> type[Thing]:
    """The Struct of one resource of the SDK.

    Raises:
        LookupError: the SDK has no such class.
    """
    described = resource(name)
    kind = described.object or name
    names = sorted(field.name for field in described.fields if field.name not in {"id", "object"})
    made = msgspec.defstruct(
        name.replace(".", "_"),
        [("object", str, kind), *((field, Any, UNSET) for field in names)],
        bases=(Thing,),
        namespace={"KIND": kind, "RESOURCE": name, "__doc__": f"A {kind}."},
        frozen=True,
        kw_only=True,
    )
    return cast(type[Thing], made)


def class_of_kind(kind: str) -> type[Thing] | None:
    """The Struct of the things called so on the wire, for restoring them; None: there is none."""
    name = class_of(kind)
    return None if name is None else thing_class(name)


def is_by_hand(kind: str) -> bool:
    """Whether somebody wrote a Struct for this kind: no thing may stand among its objects."""
    return kind in _kinds_by_hand()


@cache
def _kinds_by_hand() -> frozenset[str]:
    return frozenset(
        struct.__dict__["KIND"]
        for struct in _below(msgspec.Struct)
        if "KIND" in struct.__dict__ and not issubclass(struct, Thing)
    )


def _below(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for child in struct.__subclasses__():
        yield child
        yield from _below(child)
