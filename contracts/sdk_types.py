"""The installed Stripe SDK's own types, as a contract for JSON.

The SDK is generated from Stripe's specification, so its annotations say of every object which
fields it has, which of them may be null or left out, and which words an enum knows.

Rule 1: a field that the SDK does not declare is a misfit, and so is a declared one that is neither
there nor optional.
Rule 2: an enum is held to the words that the SDK lists, although the SDK itself lets others pass.
Rule 3: a reference is an id or the object itself; which class that is, its `object` field says, as
it does for the SDK.
"""

import importlib
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final, ForwardRef, Literal, NamedTuple, Union, get_args, get_origin

from stripe import ListObject, StripeObject, _object_classes

Json = Any  # whatever json.loads gives
SCALARS: Final = (str, int, float, bool)


class Misfit(NamedTuple):
    """Where JSON and the SDK's types differ."""

    path: str  # "payment_intent.charges.data[0].status"
    says: str

    def __str__(self) -> str:
        return f"{self.path}: {self.says}"


def misfits(answer: Json) -> list[Misfit]:
    """Everything in an object of the API that the SDK's types do not allow.

    Args:
        answer: an object with an `object` field, or a list or search result of such.
    """
    path = str(answer.get("object")) if isinstance(answer, Mapping) else type(answer).__name__
    return list(_any_object(answer, path))


def class_of(name: str) -> type[StripeObject] | None:
    """The SDK's class for objects of this name, as its `object` field gives it."""
    found = _object_classes.OBJECT_CLASSES.get(name)
    if found is None:
        return None
    module, attribute = found
    known: type[StripeObject] = getattr(importlib.import_module(module), attribute)
    return known


def fields_of(known: type[StripeObject]) -> Mapping[str, Any]:
    """The wire's field names of a class, each with its type."""
    renamed = {ours: wire for wire, ours in getattr(known, "_field_remappings", {}).items()}
    own = (
        c for c in reversed(known.__mro__) if c is not StripeObject and issubclass(c, StripeObject)
    )
    return {
        renamed.get(name, name): kind
        for c in own
        for name, kind in vars(c).get("__annotations__", {}).items()
        if not name.startswith("_") and not name.isupper()
    }


def _any_object(value: Json, path: str) -> Iterator[Misfit]:
    if not isinstance(value, Mapping):
        yield Misfit(path, f"{value!r} is no object")
        return
    name = value.get("object")
    if name in {"list", "search_result"}:
        yield from _list(value, None, path)
        return
    known = class_of(name) if isinstance(name, str) else None
    if known is None:
        yield Misfit(path, f"the SDK knows no object {name!r}")
    elif not value.get("deleted"):  # of what is deleted, only its id is left
        yield from _fields(value, known, path)


def _fields(value: Mapping[str, Json], known: type[StripeObject], path: str) -> Iterator[Misfit]:
    declared = fields_of(known)
    for name in value.keys() - declared.keys():
        yield Misfit(f"{path}.{name}", f"{known.__qualname__} has no such field")
    for name, kind in declared.items():
        if name in value:
            yield from _fits(value[name], kind, f"{path}.{name}")
        elif type(None) not in get_args(kind):
            yield Misfit(
                f"{path}.{name}", f"{known.__qualname__} always has it, and it is not there"
            )


def _fits(value: Json, kind: Any, path: str) -> Iterator[Misfit]:
    """Where a value differs from one type of the SDK's."""
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        yield from _one_of(value, get_args(kind), path)
    elif origin is Literal:
        if value not in get_args(kind):
            yield Misfit(path, f"{value!r} is none of {', '.join(map(str, get_args(kind)))}")
    elif origin is list:
        yield from _items(value, get_args(kind)[0], path)
    elif origin is ListObject:
        yield from _list(value, get_args(kind)[0], path)
    elif isinstance(kind, ForwardRef | str):
        yield from _any_object(value, path)
    elif kind in SCALARS:
        yield from _scalar(value, kind, path)
    elif isinstance(kind, type) and issubclass(kind, StripeObject) and fields_of(kind):
        if isinstance(value, Mapping):
            yield from _fields(value, kind, path)
        else:
            yield Misfit(path, f"{value!r} is no {kind.__qualname__}")
    # What is left are mappings of anything, like metadata.


def _one_of(value: Json, kinds: tuple[Any, ...], path: str) -> Iterator[Misfit]:
    """A value that may be of several types: null, an enum that is open, an id or its object."""
    if value is None:
        if type(None) not in kinds:
            yield Misfit(path, "is null, and never may be")
        return
    listed = [kind for kind in kinds if get_origin(kind) is Literal]
    if isinstance(value, str):
        if listed:
            yield from _fits(value, listed[0], path)
        elif str not in kinds:
            yield Misfit(path, f"{value!r} is no object")
        return
    others = [kind for kind in kinds if kind not in (str, type(None)) and kind not in listed]
    found = [list(_fits(value, kind, path)) for kind in others]
    if not found:
        yield Misfit(path, f"{value!r} is no text")
    elif all(found):
        yield from min(found, key=len)


def _scalar(value: Json, kind: type, path: str) -> Iterator[Misfit]:
    whole_for_float = kind is float and type(value) is int
    if type(value) is not kind and not whole_for_float:
        yield Misfit(path, f"{value!r} is no {kind.__name__}")


def _items(value: Json, kind: Any, path: str) -> Iterator[Misfit]:
    if not isinstance(value, list):
        yield Misfit(path, f"{value!r} is no list")
        return
    for index, item in enumerate(value):
        yield from _fits(item, kind, f"{path}[{index}]")


def _list(value: Json, kind: Any, path: str) -> Iterator[Misfit]:
    """Stripe's lists: a page of objects, and whether there are more."""
    if not isinstance(value, Mapping) or value.get("object") not in {"list", "search_result"}:
        yield Misfit(path, f"{value!r} is no list of Stripe's")
        return
    for name, wanted in (("has_more", bool), ("url", str)):
        yield from _scalar(value.get(name), wanted, f"{path}.{name}")
    yield from _items(value.get("data"), kind or ForwardRef("StripeObject"), f"{path}.data")
