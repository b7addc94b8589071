"""Everything about one thing, in order: requests and answers, events, attempts to deliver them.

The thing is named by an id (a PaymentIntent, a Customer, any object) or by a value in metadata (an
order's number). What belongs to it is found through the ids that objects have of each other.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

import msgspec

from simulator.control.requests import events_by_request, view
from simulator.control.shapes import RequestView
from simulator.resources.event import Event
from simulator.webhooks.records import Attempt
from simulator.world import Account

UPWARDS: Final = ("payment_intent", "charge", "source", "setup_intent", "subscription", "invoice")
"""Fields by which a part names the whole that it belongs to; a Customer is no part of a payment."""
LAST: Final = 1 << 60


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened."""

    at: int
    """The account's time, Unix seconds."""
    what: str
    """In words: `POST /v1/refunds -> 200`, `charge.refunded`, `delivered to ... (200)`."""
    request: RequestView | None = None
    event: str | None = None
    delivery: str | None = None
    attempt: Attempt | None = None


def timeline(account: Account, name: str) -> list[Moment]:
    """What happened to the thing of this name, the earliest first."""
    ids = related(account, name)
    if not ids:
        return []
    events = {id: event for id, event in account.events.items() if _subject(event) in ids}
    placed: list[tuple[tuple[int, float], Moment]] = []
    first_seen: dict[str, float] = {}
    by_request = events_by_request(account)
    for entry in account.journal:
        caused = by_request.get(entry.request_id or "", [])
        if not (events.keys() & caused or _mentions(entry.path, entry.body, entry.answer, ids)):
            continue
        for id in caused:
            first_seen[id] = entry.order
        status = "the connection was cut" if entry.status is None else str(entry.status)
        if entry.error:
            status = f"{status} {entry.error}"
        moment = Moment(
            at=entry.at,
            what=f"{entry.method} {entry.path} -> {status}",
            request=view(entry, by_request),
        )
        placed.append(((entry.at, entry.order), moment))
    for delivery in account.outbox.deliveries:
        if delivery.event not in events:
            continue
        for attempt in delivery.attempts:
            seen = first_seen.get(delivery.event, LAST)
            first_seen[delivery.event] = min(seen, attempt.order)
            outcome = attempt.error or f"({attempt.status})"
            moment = Moment(
                at=attempt.at,
                what=f"{delivery.event_type} sent to {delivery.endpoint}: {outcome}",
                event=delivery.event,
                delivery=delivery.id,
                attempt=attempt,
            )
            placed.append(((attempt.at, attempt.order), moment))
    for id, event in events.items():
        moment = Moment(at=event.created, what=event.type, event=id)
        placed.append(((event.created, first_seen.get(id, LAST) - 0.5), moment))
    return [moment for _, moment in sorted(placed, key=lambda row: row[0])]


def related(account: Account, name: str) -> frozenset[str]:
    """The ids of everything that belongs to the thing of this name."""
    things = list(_things(account))
    found = {
        id for id, thing in things if id == name or name in (thing.get("metadata") or {}).values()
    }
    if any(id.startswith("cus_") for id in found):
        found |= {id for id, thing in things if thing.get("customer") in found}
    grown = True
    while grown:  # Parts of parts: a refund's balance transaction.
        more = {id for id, thing in things if id not in found and _belongs(thing, found)}
        found |= more
        grown = bool(more)
    return frozenset(found)


def _belongs(thing: dict[str, Any], whole: AbstractSet[str]) -> bool:
    return any(thing.get(field) in whole for field in UPWARDS if isinstance(thing.get(field), str))


def _things(account: Account) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in account.store.kinds():
        for thing in account.store.table(kind).values():
            if isinstance(id := getattr(thing, "id", None), str) and hasattr(thing, "object"):
                fields = ("metadata", "customer", *UPWARDS)
                yield id, {field: getattr(thing, field, None) for field in fields}


def _subject(event: Event) -> str | None:
    thing = event.data.object
    id = thing.get("id") if isinstance(thing, dict) else getattr(thing, "id", None)
    return id if isinstance(id, str) else None


def _mentions(path: str, body: bytes, answer: bytes, ids: frozenset[str]) -> bool:
    if any(id in path for id in ids):
        return True
    return any(id.encode() in body or f'"id": "{id}"'.encode() in answer for id in ids)
