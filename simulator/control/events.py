"""Calls about events: send one that no operation caused, or send one again."""

from typing import Any

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.shapes import Delivery, Document, SendEvent
from simulator.resources.event import Event, EventData
from simulator.webhooks.bodies import event_as
from simulator.webhooks.examples import UnknownTypeError, kind_of, object_for
from simulator.wire import releases
from simulator.wire.render import render_plain
from simulator.work import Work
from simulator.world import Account


@control_call("GET /_sim/events")
async def list_all(ask: Ask) -> list[Any]:
    """Every event, the oldest first; `type` and `object` narrow them.

    `api_version` shows them as an endpoint of that version gets them.
    """
    type, about = ask.query.get("type"), ask.query.get("object")
    version = releases.named(asked) if (asked := ask.query.get("api_version")) else None
    return [
        render_plain(_view(ask.account), event)
        if version is None
        else event_as(ask.account, event, version)
        for event in ask.account.events.values()
        if type in (None, event.type) and about in (None, _subject(event))
    ]


@control_call("POST /_sim/events", SendEvent)
async def send(ask: Ask, given: SendEvent) -> Document:
    """Send an event of any type, correctly signed, with an object that is given or filled in.

    The event is listed as any other; an object that was filled in is not kept.
    """
    account, courier = ask.account, ask.app.courier
    event = made(account, given)
    account.events[event.id] = event
    endpoints = courier.subscribed(account, event)
    if given.endpoints is not None:
        endpoints = [(account, id) for id in given.endpoints]
        for _, id in endpoints:
            if account.store.get("webhook_endpoint", id) is None:
                raise missing("endpoint", id)
    if endpoints:
        courier.send_to(account, event, endpoints, "sent")
    document: Document = render_plain(_view(account), account.events[event.id])
    return document


@control_call("POST /_sim/events/{id}/resend")
async def resend(ask: Ask) -> list[Delivery]:
    """Send an event again to every endpoint that takes it, or to `endpoint`, without retries."""
    account, courier = ask.account, ask.app.courier
    event = account.events.get(ask.path["id"])
    if event is None:
        raise missing("event", ask.path["id"])
    endpoint = ask.query.get("endpoint")
    if endpoint is not None and account.store.get("webhook_endpoint", endpoint) is None:
        raise missing("endpoint", endpoint)
    endpoints = [(account, endpoint)] if endpoint else courier.subscribed(account, event)
    return courier.send_to(account, event, endpoints, "resend")


def made(account: Account, given: SendEvent) -> Event:
    """The event that is to be sent.

    Raises:
        ControlError: there is no such type, or no such object.
    """
    try:
        kind_of(given.type)
        thing: Any = given.object if given.object is not None else object_for(account, given.type)
    except UnknownTypeError as wrong:
        raise ControlError(400, str(wrong), param="type") from None
    if isinstance(thing, str):
        thing = by_id(account, thing)
    data = EventData(thing)
    if given.previous_attributes is not None:
        data = EventData(thing, given.previous_attributes)
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
        if found is not None and getattr(found, "object", None) is not None:
            return found
    raise missing("object", id)


def _subject(event: Event) -> str | None:
    thing = event.data.object
    id = thing.get("id") if isinstance(thing, dict) else getattr(thing, "id", None)
    return id if isinstance(id, str) else None


def _view(account: Account) -> Work:
    return Work(account, version=account.api_version)
