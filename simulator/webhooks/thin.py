"""Thin events: what happened, told without the object, as API v2 and thin destinations tell it.

Each snapshot event has a thin twin, whose type has `v1.` before it; an event of API v2 itself
(`v2.core.event_destination.ping`) has no snapshot.

Source: API v2 reference, "Events"; Stripe docs, "Event destinations". That a thin twin's id is made
of the snapshot's is inferred.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from simulator import catalogue
from simulator.wire.times import rfc3339

if TYPE_CHECKING:
    from simulator.resources.event import Event

NATIVE: Final = "v2."
"""How the type of an event begins that only API v2 has."""
TWIN: Final = "v1."
PING: Final = "v2.core.event_destination.ping"
SNAPSHOT: Final = "evt_"


def is_native(event: "Event") -> bool:
    """Whether API v1 does not show the event."""
    return event.type.startswith(NATIVE)


def type_of(event: "Event") -> str:
    """The event's type as API v2 names it."""
    return event.type if is_native(event) else TWIN + event.type


def id_of(event: "Event") -> str:
    """The event's id as API v2 names it."""
    mode = "" if event.livemode else "test_"
    return f"{SNAPSHOT}{mode}65{event.id.removeprefix(SNAPSHOT)}"


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
    if kind.startswith(NATIVE):
        return f"/v2/{kind.removeprefix(NATIVE).replace('.', '/')}s/"
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
