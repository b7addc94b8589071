"""Calls about events: send one that no operation caused, or send one again."""

from typing import Any

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.shapes import Delivery, Document, SendEvent
from simulator.resources.event import Event, EventData
from simulator.wire.render import render_plain
from simulator.work import Work
from simulator.world import Account


@control_call("POST /_sim/events/{id}/resend")
async def resend(ask: Ask) -> list[Delivery]:
    """Send an event again to every endpoint that takes it, once and without retries."""
    event = ask.account.events.get(ask.path["id"])
    if event is None:
        raise missing("event", ask.path["id"])
    endpoint = ask.query.get("endpoint")
    endpoints = [endpoint] if endpoint else ask.app.courier.subscribed(ask.account, event)
    return ask.app.courier.send_to(ask.account, event, endpoints, "resend")


@control_call("GET /_sim/events")
async def list_all(ask: Ask) -> list[Any]:
    """Every event, the oldest first."""
    account = ask.account
    return [render_plain(_view(account), e) for e in account.events.values()]


@control_call("POST /_sim/events", SendEvent)
async def send(ask: Ask, given: SendEvent) -> Document:
    """Send an event of any type, correctly signed, with the object given."""
    account = ask.account
    event = made(account, given)
    account.events[event.id] = event
    endpoints = given.endpoints or ask.app.courier.subscribed(account, event)
    if endpoints:
        ask.app.courier.send_to(account, event, endpoints, "sent")
    document: Document = render_plain(_view(account), account.events[event.id])
    return document


def _view(account: Account) -> Work:
    return Work(account, version=account.api_version)


def made(account: Account, given: SendEvent) -> Event:
    """The event that is to be sent."""
    thing: Any = given.object
    if isinstance(thing, str):
        thing = by_id(account, thing)
    if thing is None:
        raise ControlError(400, "say which object the event is about", param="object")
    data = EventData(object=thing)
    if given.previous_attributes is not None:
        data = EventData(object=thing, previous_attributes=given.previous_attributes)
    return Event(
        id=account.new_id("evt"),
        api_version=account.api_version,
        created=account.clock.now(),
        data=data,
        livemode=account.livemode,
        request=None,
        type=given.type,
    )


def by_id(account: Account, id: str) -> Any:
    """The object with this id, of whatever kind.

    Raises:
        ControlError: there is none.
    """
    for kind in account.store.kinds():
        found = account.store.get(kind, id)
        if found is not None:
            return found
    raise missing("object", id)
