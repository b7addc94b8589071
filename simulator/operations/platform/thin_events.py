"""Events of API v2: retrieve and list. Source: API v2 reference, "Events"."""

from typing import Any, Final

from simulator import errors
from simulator.operations.platform.events import KEPT_FOR, TYPES_MAX
from simulator.webhooks.outbox import subject_of
from simulator.webhooks.thin import id_of, is_told, type_of, whole
from simulator.wire.lists import within
from simulator.wire.times import moment_of
from simulator.wire.v2_lists import page_of
from simulator.work import Work

URL: Final = "/v2/core/events"


def retrieve(work: Work) -> dict[str, Any]:
    """GET /v2/core/events/{id}"""
    wanted = work.path["id"]
    for event in work.account.events.values():
        if id_of(event) == wanted and event.created >= work.now - KEPT_FOR and is_told(event.type):
            return whole(event)
    raise errors.RESOURCE_MISSING(param="id", noun="event", id=wanted)


def list_all(work: Work) -> dict[str, Any]:
    """GET /v2/core/events: the newest first."""
    types, about = work.params.get("types"), work.params.get("object_id")
    if types and len(types) > TYPES_MAX:
        raise errors.ARRAY_TOO_LONG(name="types", most=TYPES_MAX, param="types")
    created: Any = {
        name: moment_of(text, f"created[{name}]")
        for name, text in (work.params.get("created") or {}).items()
    }
    found = [
        whole(event)
        for event in work.account.events.values()
        if event.created >= work.now - KEPT_FOR
        and is_told(event.type)
        and (not types or type_of(event) in types)
        and (about is None or subject_of(event) == about)
        and within(event.created, created)
    ]
    found.reverse()
    return page_of(found, work.params, URL)
