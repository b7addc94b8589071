"""`paidonce events`: send an event, send one again, or list them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from paidonce.commands.remote import obey, parser

if TYPE_CHECKING:
    from simulator import Simulator


def run(arguments: Sequence[str]) -> int:
    found = parser("events", __doc__)
    deeds = found.add_subparsers(required=True, metavar="{list,send,resend,duplicate}")
    listed = deeds.add_parser("list", help="the events, the oldest first")
    listed.add_argument("--type", help="only of this type")
    listed.set_defaults(deed=lambda sim, given: sim.events.list(type=given.type), words=_rows)
    send = deeds.add_parser("send", help="send an event that no operation caused")
    send.add_argument("type", help="payment_intent.succeeded, charge.refunded, ...")
    send.add_argument("object", nargs="?", help="the id of an object, or JSON; else one is made")
    send.set_defaults(deed=_send, words=_row)
    resend = deeds.add_parser("resend", help="send an event again")
    resend.add_argument("id")
    resend.add_argument("--endpoint", help="to this endpoint alone")
    resend.set_defaults(
        deed=lambda sim, given: sim.events.resend(given.id, endpoint=given.endpoint)
    )
    duplicate = deeds.add_parser("duplicate", help="deliver an event several times at once")
    duplicate.add_argument("id")
    duplicate.add_argument("--times", type=int, default=2)
    duplicate.set_defaults(deed=lambda sim, given: sim.deliveries.duplicate(given.id, given.times))
    return obey(found, arguments)


def _rows(events: Sequence[dict[str, Any]]) -> str:
    return "\n".join(map(_row, events)) or "nothing has happened yet"


def _row(event: dict[str, Any]) -> str:
    return f"{event['id']}  {event['type']:45}  {event['data']['object'].get('id', '')}"


def _send(simulator: Simulator, chosen: argparse.Namespace) -> dict[str, Any]:
    thing = chosen.object
    if thing is not None and thing.lstrip().startswith("{"):
        try:
            thing = json.loads(thing)
        except ValueError as wrong:
            raise ValueError(f"the object is no JSON: {wrong}") from wrong
    return simulator.events.send(chosen.type, thing)
