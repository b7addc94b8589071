"""Calls about deliveries: see them, attempt them, pause them, repeat them."""

import asyncio

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.shapes import (
    Attempt,
    DeliveriesView,
    Delivery,
    DeliverySettings,
    Duplicate,
)
from simulator.webhooks.schedule import SCHEDULES


@control_call("GET /_sim/deliveries")
async def list_all(ask: Ask) -> DeliveriesView:
    """The deliveries, the oldest first.

    `event`, `state`, `object` and `type` narrow them, and `newest` leaves out all but the last.
    """
    query, outbox = ask.query, ask.account.outbox
    found = [
        delivery
        for delivery in outbox.deliveries
        if query.get("event") in (None, delivery.event)
        and query.get("state") in (None, delivery.state)
        and query.get("object") in (None, delivery.subject)
        and query.get("type") in (None, delivery.event_type)
    ]
    return DeliveriesView(
        data=[*ask.newest(found)],
        dropped=outbox.deliveries.dropped + outbox.overflowed,
        paused=outbox.paused,
        waiting=len(outbox.ready),
        in_flight=outbox.in_flight,
    )


@control_call("GET /_sim/deliveries/{id}")
async def read(ask: Ask) -> Delivery:
    """One delivery, with its attempts."""
    return found(ask)


@control_call("POST /_sim/deliveries/{id}/attempt")
async def attempt(ask: Ask) -> Attempt:
    """Attempt a delivery now, whether it is due or not, and say what came of it."""
    delivery = found(ask)
    before = len(delivery.attempts)
    await ask.app.courier.attempt(ask.account, delivery)
    if len(delivery.attempts) == before:
        raise ControlError(409, f"nothing was sent: {delivery.id} is {delivery.state}")
    return delivery.attempts[-1]


@control_call("POST /_sim/deliveries/settings", DeliverySettings)
async def change(ask: Ask, given: DeliverySettings) -> DeliveriesView:
    """Pause or resume deliveries; choose the retry schedule, the timeout, the concurrency."""
    outbox = ask.account.outbox
    if given.schedule is not None:
        if isinstance(given.schedule, str) and given.schedule not in SCHEDULES:
            raise ControlError(
                400, f"no schedule {given.schedule!r}; there are {', '.join(SCHEDULES)}"
            )
        outbox.schedule = (
            SCHEDULES[given.schedule] if isinstance(given.schedule, str) else given.schedule
        )
    if given.timeout_ms is not None:
        outbox.timeout_ms = given.timeout_ms
    if given.concurrency is not None:
        outbox.concurrency = given.concurrency
    if given.paused is not None:
        outbox.paused = given.paused
        ask.app.courier.pump(ask.account)
        ask.account.activity.changed()
    return DeliveriesView(
        data=[],
        dropped=outbox.deliveries.dropped + outbox.overflowed,
        paused=outbox.paused,
        waiting=len(outbox.ready),
        in_flight=outbox.in_flight,
    )


@control_call("POST /_sim/events/{id}/duplicate", Duplicate)
async def duplicate(ask: Ask, given: Duplicate) -> list[Delivery]:
    """Deliver an event several times, at once or one after the other, and wait for the answers.

    Deliveries of it that are still waiting are among them; the others are made for it.
    """
    account, courier = ask.account, ask.app.courier
    event = account.events.get(ask.path["id"])
    if event is None:
        raise missing("event", ask.path["id"])
    known = list(account.outbox.of_event(event.id))
    endpoints = list(dict.fromkeys(d.endpoint for d in known))
    endpoints = endpoints or [
        id for owner, id in courier.subscribed(account, event) if owner is account
    ]
    if given.endpoint is not None:
        if account.store.get("webhook_endpoint", given.endpoint) is None:
            raise missing("endpoint", given.endpoint)
        endpoints = [given.endpoint]
    if not endpoints:
        raise ControlError(409, f"no endpoint takes {event.type}")
    chosen: list[Delivery] = []
    for endpoint in endpoints:
        waiting = [d for d in known if d.endpoint == endpoint and d.id in account.outbox.ready]
        chosen += waiting[: given.times]
        now = account.clock.now()
        for _ in range(given.times - len(waiting[: given.times])):
            chosen.append(account.outbox.post(event, endpoint, now, "duplicate"))
    if given.at_once:
        await asyncio.gather(*(courier.attempt(account, delivery) for delivery in chosen))
    else:
        for delivery in chosen:
            await courier.attempt(account, delivery)
    return chosen


def found(ask: Ask) -> Delivery:
    """The delivery that the path names.

    Raises:
        ControlError: there is none.
    """
    delivery = ask.account.outbox.deliveries.get(ask.path["id"])
    if delivery is None:
        raise missing("delivery", ask.path["id"])
    return delivery
