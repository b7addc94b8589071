"""Thin events: what happened, told without the object, as API v2 and thin destinations tell it.

Most snapshot events have a thin twin, whose type has `v1.` before it; the SDK lists which. An event
of API v2 itself (`v2.core.event_destination.ping`) and a finer one of an object of API v1
(`v1.customer.subscription.active`) have no snapshot.

Source: API v2 reference, "Events"; Stripe docs, "Event destinations". That a thin twin's id is made
of the snapshot's is inferred.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import UNSET

from simulator import catalogue
from simulator.wire.times import rfc3339

if TYPE_CHECKING:
    from simulator.resources.event import Event

OF_V2: Final = "v2."
TWIN: Final = "v1."
NATIVE: Final = (OF_V2, TWIN)
"""How the type of an event begins that only API v2 has."""
PING: Final = "v2.core.event_destination.ping"
SNAPSHOT: Final = "evt_"


def is_native(event: "Event") -> bool:
    """Whether API v1 does not show the event."""
    return event.type.startswith(NATIVE)


def type_of(event: "Event") -> str:
    """The event's type as API v2 names it."""
    return named(event.type)


def named(type: str) -> str:
    """A type as API v2 names it."""
    return type if type.startswith(NATIVE) else TWIN + type


@cache
def is_told(type: str) -> bool:
    """Whether API v2 tells of events of this type."""
    return named(type) in catalogue.thin_event_types()


def id_of(event: "Event") -> str:
    """The event's id as API v2 names it."""
    mode = "" if event.livemode else "test_"
    return f"{SNAPSHOT}{mode}65{event.id.removeprefix(SNAPSHOT)}"


def whole(event: "Event") -> dict[str, Any]:
    """The thin event as it is fetched: with what has changed, before and after."""
    told = thin(event)
    previous = event.data.previous_attributes
    if not previous:
        return told
    after = {name: _now(event.data.object, name, was) for name, was in previous.items()}
    return told | {"changes": {"after": after, "before": previous}}


def _now(thing: Any, name: str, was: Any) -> Any:
    """The new value of what changed; of a hash, only of what changed in it."""
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    now = None if value is UNSET else msgspec.to_builtins(value)
    if isinstance(was, dict) and isinstance(now, dict):
        return {inner: _now(now, inner, old) for inner, old in was.items()}
    return now


def thin(event: "Event", context: str | None = None) -> dict[str, Any]:
    """The thin event: what it is about is named, with the address at which it can be fetched.

    Args:
        context: the connected account in which it happened; None: the reader's own.
    """
    told: dict[str, Any] = {"id": id_of(event), "object": "v2.core.event"}
    if context is not None:
        told["context"] = context
    told |= {
        "created": rfc3339(event.created),
        "livemode": event.livemode,
    }
    if event.request is not None and event.request.id is not None:
        request = {"id": event.request.id, "idempotency_key": event.request.idempotency_key}
        told["reason"] = {"type": "request", "request": request}
    if (about := related(event.data.object)) is not None:
        told["related_object"] = about
    if not is_native(event):
        told["snapshot_event"] = event.id
    return {**told, "type": type_of(event)}


def related(thing: Any) -> dict[str, str] | None:
    """What an event is about; None where it cannot be fetched."""
    if isinstance(thing, dict):
        id, kind = thing.get("id"), thing.get("object")
    else:
        id, kind = getattr(thing, "id", None), getattr(thing, "object", None)
    if not isinstance(id, str) or not isinstance(kind, str):
        return None
    address = _address(kind)
    return None if address is None else {"id": id, "type": kind, "url": address + id}


@cache
def _address(kind: str) -> str | None:
    """Where objects of a kind are fetched, but for the id at the end."""
    if kind.startswith(OF_V2):
        return f"/v2/{kind.removeprefix(OF_V2).replace('.', '/')}s/"
    name = catalogue.class_of(kind)
    for operation in catalogue.operations():
        if (
            operation.verb == "retrieve"
            and operation.returns == (name,)
            and len(operation.variables) == 1
            and operation.path.endswith("}")
        ):
            return operation.path[: operation.path.rindex("{")]
    return None
