"""A snapshot: all that is in an account, as JSON that can be saved, attached to a ticket, restored.

It has the secrets of webhook endpoints in it, and the account's secret key; these open nothing
beyond a simulator. The journal of requests is not part of it.
"""

from typing import Any, Final

import msgspec

from simulator.agenda import Due
from simulator.idempotency import Remembered
from simulator.resources.event import Event
from simulator.state.account import (
    Settings,
    apply,
    chance_states,
    restore_chance,
    resume,
    settings_of,
)
from simulator.state.kinds import UnknownKindError, unpacked
from simulator.webhooks.records import Delivery
from simulator.wire.releases import NEWEST
from simulator.world import Account

FORMAT: Final = "paidonce.snapshot.1"


class SnapshotError(ValueError):
    """What was given cannot be restored, and why."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All that is in one account."""

    format: str
    api_version: str
    """The newest API version of the simulator that took it."""
    settings: Settings
    objects: dict[str, list[msgspec.Raw]]
    events: list[Event]
    idempotency: dict[str, Remembered]
    due: list[Due]
    deliveries: list[Delivery]
    chance: dict[str, Any]


def take(account: Account) -> bytes:
    """The account as JSON."""
    store = account.store
    return msgspec.json.encode(
        {
            "format": FORMAT,
            "api_version": NEWEST,
            "settings": settings_of(account),
            "objects": {
                kind: list(store.table(kind).values())
                for kind in sorted(store.kinds())
                if store.table(kind)
            },
            "events": list(account.events.values()),
            "idempotency": {
                key: known for key, known in account.idempotency.items() if known.status
            },
            "due": list(account.agenda),
            "deliveries": list(account.outbox.deliveries),
            "chance": chance_states(account.chance),
        }
    )


def restore(account: Account, raw: bytes | msgspec.Raw) -> None:
    """Put what a snapshot holds into an empty account.

    Raises:
        SnapshotError: it is none, or one of another version; the account is as it was.
    """
    try:
        head = msgspec.json.decode(raw, type=_Head)
    except msgspec.DecodeError as wrong:
        raise SnapshotError(f"this is no snapshot: {wrong}") from None
    if head.format != FORMAT or head.api_version != NEWEST:
        raise SnapshotError(
            f"this snapshot is of format {head.format!r}, API version {head.api_version!r};"
            f" this simulator reads {FORMAT!r}, {NEWEST!r}"
        )
    try:
        snapshot = msgspec.json.decode(raw, type=Snapshot)
        objects = [
            (kind, unpacked(kind, row)) for kind, rows in snapshot.objects.items() for row in rows
        ]
    except (msgspec.DecodeError, UnknownKindError) as wrong:
        raise SnapshotError(f"this snapshot cannot be read: {wrong}") from None
    apply(account, snapshot.settings)
    restore_chance(account.chance, snapshot.chance)
    for kind, thing in objects:
        account.store.put(kind, thing)
    for event in snapshot.events:
        account.events[event.id] = event
    account.idempotency.update(snapshot.idempotency)
    for entry in snapshot.due:
        account.agenda.put(entry)
    for delivery in snapshot.deliveries:
        account.outbox.deliveries.add(delivery.id, delivery)
    resume(account)


class _Head(msgspec.Struct):
    format: str
    api_version: str
