"""Events: retrieve and list.

Source: API reference, "Events": kept for 30 days. What happens by a test clock can bear a time that
is long past or yet to come; that it is kept as long as the clock is, which is younger, is inferred.
"""

from fnmatch import fnmatchcase
from typing import Final

from simulator import errors
from simulator.other_clocks import is_by_test_clock
from simulator.resources.event import Event
from simulator.webhooks.thin import is_native
from simulator.wire.lists import Page, page
from simulator.work import Work

KEPT_FOR: Final = 30 * 24 * 60 * 60
"""Seconds for which the API gives an event."""
TYPES_MAX: Final = 20


def retrieve(work: Work) -> Event:
    """GET /v1/events/{id}"""
    event = work.account.events.get(work.path["id"])
    if event is None or is_native(event) or not _is_kept(work, event):
        raise errors.RESOURCE_MISSING(param="id", noun="event", id=work.path["id"])
    return event


def list_all(work: Work) -> Page:
    """GET /v1/events"""
    types = work.params.get("types")
    if types and work.params.get("type"):
        raise errors.EXCLUSIVE(names="type, types", param="type")
    if types and len(types) > TYPES_MAX:
        raise errors.ARRAY_TOO_LONG(name="types", most=TYPES_MAX, param="types")
    wanted = types or [work.params.get("type") or "*"]
    delivered = work.params.get("delivery_success")

    def keep(event: Event) -> bool:
        return (
            not is_native(event)
            and _is_kept(work, event)
            and any(fnmatchcase(event.type, pattern) for pattern in wanted)
            and (delivered is None or delivered == (event.pending_webhooks == 0))
        )

    return page(work.account.events.values(), work.params, "/v1/events", "event", keep=keep)


def _is_kept(work: Work, event: Event) -> bool:
    """Whether the API still gives an event."""
    return event.created >= work.now - KEPT_FOR or is_by_test_clock(work.account, event.data.object)
