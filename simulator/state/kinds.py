"""Which Struct each kind of object is kept as, so that it can be read back."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec

from simulator.catalogue.things import Single, Thing, class_of_kind
from simulator.state.rebuilding import rebuilt
from simulator.web import routes  # every operation, and with it every resource

WRITTEN_BY_HAND: Final = routes.__name__
_json = msgspec.json.Encoder()


class UnknownKindError(ValueError):
    """The state holds a kind of object that this version does not know."""


def packed(thing: Any) -> bytes:
    """An object as JSON."""
    return _json.encode(thing)


def unpacked(kind: str, raw: bytes | msgspec.Raw) -> Any:
    """An object of this kind, read back.

    Raises:
        UnknownKindError, msgspec.ValidationError: it is not what it should be.
    """
    cls = class_of(kind)
    decoder = _decoder(cls)
    thing = rebuilt(cls, msgspec.json.decode(raw)) if decoder is None else decoder.decode(raw)
    if isinstance(thing, Single) and isinstance(thing.thing, dict):
        inner = class_of_kind(thing.thing.get("object", ""))
        if inner is not None:
            return Single(thing.id, msgspec.convert(thing.thing, inner))
    return thing


@cache
def class_of(kind: str) -> Any:
    """The Struct of a kind.

    Raises:
        UnknownKindError: there is none.
    """
    found = _by_hand().get(kind) or class_of_kind(kind)
    if found is None:
        raise UnknownKindError(f"no object of kind {kind!r} is known")
    return found


@cache
def _decoder(cls: Any) -> msgspec.json.Decoder[Any] | None:
    try:
        return msgspec.json.Decoder(cls)
    except TypeError:  # A field of it is a Struct or a dict.
        return None


@cache
def _by_hand() -> dict[str, type[msgspec.Struct]]:
    return {
        cls.__dict__["KIND"]: cls
        for cls in _below(msgspec.Struct)
        if "KIND" in cls.__dict__ and not issubclass(cls, Thing)
    }


def _below(cls: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for inner in cls.__subclasses__():
        yield inner
        yield from _below(inner)
