"""The call that shows the journal of requests."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from simulator.control.calls import Ask, control_call
from simulator.control.shapes import RequestsView, RequestView
from simulator.errors import StripeError
from simulator.journal import Entry
from simulator.wire.forms import decode
from simulator.world import Account

HARNESS = "paidonce-harness"
"""How the User-Agent begins of whoever plays shopper or dashboard, and is not the shop."""


@control_call("GET /_sim/requests")
async def list_all(ask: Ask) -> RequestsView:
    """The API requests and their answers, the oldest first, as far back as there was room.

    `after` leaves out those whose `order` is not greater, `newest` all but the last so many.
    """
    journal = ask.account.journal
    entries = ask.newest(journal.after(ask.whole("after", 0)))
    events = events_by_request(ask.account) if entries else {}
    return RequestsView(
        data=[view(entry, events) for entry in entries],
        dropped=journal.dropped,
        forgotten=journal.forgotten,
    )


def view(entry: Entry, events: Mapping[str, list[str]]) -> RequestView:
    """A journal's entry, as it is shown."""
    return RequestView(
        request_id=entry.request_id,
        at=entry.at,
        method=entry.method,
        path=entry.path,
        operation=entry.operation,
        params=params_of(entry),
        status=entry.status,
        error_code=entry.error,
        idempotency_key=entry.idempotency_key,
        replayed=entry.replayed,
        version=entry.version,
        caller="harness" if entry.user_agent.startswith(HARNESS) else "shop",
        duration_ms=round(entry.duration_ms, 3),
        faults=list(entry.faults),
        events=events.get(entry.request_id or "", []),
        order=entry.order,
    )


def params_of(entry: Entry) -> dict[str, Any]:
    """The parameters as they were sent; none if they cannot be read."""
    try:
        if entry.method == "POST":
            return decode(entry.body, entry.query)
        return decode(entry.query.encode(), "")
    except StripeError:
        return {}


def events_by_request(account: Account) -> dict[str, list[str]]:
    """The ids of the events that each request caused."""
    found: dict[str, list[str]] = defaultdict(list)
    for event in account.events.values():
        if event.request is not None and event.request.id is not None:
            found[event.request.id].append(event.id)
    return found
