"""The courier: takes deliveries out of the outboxes, attempts them, and plans the next attempts.

It listens to the world's events. Each attempt runs beside the others, as many at once as the
account allows; a fault or a hold point stands around one attempt.
"""

import asyncio
import logging
from collections.abc import Iterable
from functools import partial

import msgspec

from simulator.agenda import due
from simulator.clock import wall
from simulator.faults.fault import DeliveryFault
from simulator.faults.patterns import matches_event
from simulator.faults.plans import Call
from simulator.holds import Gate, Held
from simulator.resources.event import Event
from simulator.resources.webhook_endpoint import EndpointSecrets, WebhookEndpoint
from simulator.webhooks.bodies import body_of
from simulator.webhooks.listening import all_answered, listeners
from simulator.webhooks.outbox import ATTEMPT, subject_of
from simulator.webhooks.records import PLANNED, Attempt, Cause, Delivery
from simulator.webhooks.schedule import delay_after
from simulator.webhooks.sender import Sender
from simulator.webhooks.shipment import Outcome, Send, Shipment
from simulator.webhooks.thin import PING
from simulator.work import Work
from simulator.world import Account, World

log = logging.getLogger("simulator")


class Courier:
    """Delivers the events of all accounts."""

    def __init__(self, world: World) -> None:
        world.on_events.append(self.note)
        self._sender = Sender()
        self._tasks: set[asyncio.Task[None]] = set()

    def note(self, account: Account, events: Iterable[Event]) -> None:
        """These events happened: make their deliveries, and send what may be sent."""
        if account.platform is None and not account.store.table(WebhookEndpoint.KIND):
            return  # Nobody listens, as in most of what a test does.
        for event in events:
            if wanted := self.subscribed(account, event):
                self.send_to(account, event, wanted)

    def subscribed(self, account: Account, event: Event) -> list[tuple[Account, str]]:
        """The endpoints that take this event; a ping goes where it was asked for."""
        if event.type == PING:
            return [(account, subject_of(event))]
        return listeners(account, event.type)

    def send_to(
        self,
        account: Account,
        event: Event,
        endpoints: list[tuple[Account, str]],
        cause: Cause = "event",
    ) -> list[Delivery]:
        """Make a delivery to each of these endpoints, and begin.

        Args:
            account: whose event it is.
            endpoints: each with the account that has it.
        """
        if cause in PLANNED:
            event = msgspec.structs.replace(event, pending_webhooks=len(endpoints))
        account.events[event.id] = event
        now = account.clock.now()
        made = []
        for owner, endpoint in endpoints:
            of = None if owner is account else account.id
            delivery = owner.outbox.post(event, endpoint, now, cause, of=of)
            owner.outbox.make_ready(delivery.id)
            made.append(delivery)
        for owner in {id(owner): owner for owner, _ in endpoints}.values():
            self.pump(owner)
        return made

    @staticmethod
    def source_of(owner: Account, delivery: Delivery) -> Account:
        """The account whose event is delivered: the endpoint's own, or one connected to it."""
        if delivery.account is None:
            return owner
        return owner.world.opened_under(owner, delivery.account) or owner

    def pump(self, account: Account) -> None:
        """Begin as many attempts as may run at once."""
        outbox = account.outbox
        while not outbox.paused and outbox.ready and outbox.in_flight < outbox.concurrency:
            if (delivery := outbox.take_ready()) is not None:
                self._begin(account, delivery)

    async def attempt(self, account: Account, delivery: Delivery) -> None:
        """Attempt a delivery now, whether it is due or not, and wait for what comes of it."""
        outbox = account.outbox
        if delivery.id in outbox.ready:
            outbox.ready.remove(delivery.id)
        account.agenda.call_off(ATTEMPT, delivery.id)
        outbox.in_flight += 1
        await self._run(account, delivery)

    async def close(self) -> None:
        """Give up what is under way, and close all connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._sender.close()

    def _begin(self, account: Account, delivery: Delivery) -> None:
        account.outbox.in_flight += 1
        task = asyncio.get_running_loop().create_task(self._run(account, delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, account: Account, delivery: Delivery) -> None:
        try:
            await self._deliver(account, delivery)
        except Exception:
            log.exception("%s broke the simulator", delivery.id)
            delivery.state = "failed"
        finally:
            account.outbox.deliveries.add(delivery.id, delivery)
            account.outbox.in_flight -= 1
            self.pump(account)
            account.activity.changed()

    async def _deliver(self, account: Account, delivery: Delivery) -> None:
        """One try of a delivery, with the faults that strike it, and what follows from it."""
        if account.world.durable is not None:
            await account.world.durable.flushed()
        shipment = self._shipment(account, delivery)
        delivery.next_attempt_at = None
        if shipment is None:
            delivery.state = "dropped"
            return
        before = len(delivery.attempts)
        delivery.tries += 1
        names: tuple[str, ...] = ()

        async def post(shipment: Shipment) -> Outcome:
            headers = shipment.headers()
            at, order = account.clock.now(), account.activity.next()
            outcome = await self._sender.send(shipment, headers, account.outbox.timeout_ms)
            _note(delivery, at, order, outcome, headers, names)
            return outcome

        send: Send = post
        if account.plans.delivery:
            faults = account.plans.for_delivery(self._call(account, delivery), account.clock.now())
            names = tuple(fault.NAME for fault in faults)
            for fault in reversed(faults):
                send = _around(fault, send)
        if account.holds.points:
            strike = await self._hold(account, delivery, "delivery")
            if strike is not None:
                names += (strike.NAME,)
                send = _around(strike, send)
        outcome = await send(shipment)
        if outcome.postponed_by is not None:
            delivery.tries -= 1
            delivery.postponed = True
            self._plan(account, delivery, outcome.postponed_by)
            return
        if len(delivery.attempts) == before:
            order = account.activity.next()
            _note(delivery, account.clock.now(), order, outcome, {}, names)
        if account.holds.points:
            await self._hold(account, delivery, "delivered")
        self._conclude(account, delivery, outcome)

    @staticmethod
    def _plan(account: Account, delivery: Delivery, delay: int) -> None:
        delivery.next_attempt_at = account.clock.now() + delay
        account.agenda.add(delivery.next_attempt_at, ATTEMPT, delivery.id)

    def _conclude(self, account: Account, delivery: Delivery, outcome: Outcome) -> None:
        for delay in outcome.again_in:
            self._plan(account, delivery, delay)
        if outcome.succeeded:
            if delivery.state != "delivered" and not account.outbox.answered_before(delivery):
                self._one_less_pending(account, delivery)
            delivery.state = "delivered"
            return
        if delivery.state == "delivered":
            return
        retried = delivery.cause in PLANNED and not outcome.final
        wait = delay_after(delivery.tries, account.outbox.schedule) if retried else None
        if wait is None:
            delivery.state = "failed"
        else:
            self._plan(account, delivery, wait)

    def _one_less_pending(self, account: Account, delivery: Delivery) -> None:
        """One endpoint more has answered; `pending_webhooks` counts those that have not."""
        events = self.source_of(account, delivery).events
        event = events.get(delivery.event)
        if event is not None and event.pending_webhooks > 0:
            left = event.pending_webhooks - 1
            events[event.id] = msgspec.structs.replace(event, pending_webhooks=left)
            if not left:
                all_answered(self.source_of(account, delivery), event)

    def _shipment(self, account: Account, delivery: Delivery) -> Shipment | None:
        endpoint = account.store.get(WebhookEndpoint.KIND, delivery.endpoint)
        secrets = account.store.get(EndpointSecrets.KIND, delivery.endpoint)
        source = self.source_of(account, delivery)
        event = source.events.get(delivery.event)
        if endpoint is None or secrets is None or event is None or endpoint.status != "enabled":
            return None
        if not event.pending_webhooks:  # What is delivered counts its own endpoint.
            event = msgspec.structs.replace(event, pending_webhooks=1)
        rendered = partial(
            body_of, source, event, connected=source is not account, as_thin=secrets.thin
        )
        return Shipment(
            url=endpoint.url,
            body=rendered(endpoint.api_version),
            secrets=secrets.holding(account.clock.now()),
            signed_at=wall(),
            livemode=account.livemode,
            version=endpoint.api_version or account.api_version,
            event_id=event.id,
            delivery_id=delivery.id,
            subject=delivery.subject,
            attempt=delivery.tries + 1,
            postponed=delivery.postponed,
            rendered=rendered,
        )

    def _call(self, account: Account, delivery: Delivery) -> Call:
        event = self.source_of(account, delivery).events[delivery.event]
        metadata = getattr(event.data.object, "metadata", None)
        if isinstance(event.data.object, dict):
            metadata = event.data.object.get("metadata")
        return Call(
            event_type=delivery.event_type,
            objects=(delivery.subject, event.id, delivery.id),
            idempotency_key=event.request.idempotency_key if event.request else None,
            metadata=metadata or {},
            attempt=delivery.tries,
            endpoint=delivery.endpoint,
        )

    @staticmethod
    async def _hold(account: Account, delivery: Delivery, at: Gate) -> DeliveryFault | None:
        holds = account.holds
        for point in holds.points:
            if (
                point.at == at
                and not point.spent
                and matches_event(point.on, delivery.event_type)
                and point.object in (None, delivery.subject, delivery.event, delivery.id)
            ):
                held = Held(
                    id=holds.new_id("held"),
                    hold=point.id,
                    at=at,
                    since=account.clock.now(),
                    what=delivery.event_type,
                    objects=(delivery.subject,),
                    delivery=delivery.id,
                    event=delivery.event,
                )
                strike = await holds.hold(point, held)
                return strike if isinstance(strike, DeliveryFault) else None
        return None


def _note(
    delivery: Delivery,
    at: int,
    order: int,
    outcome: Outcome,
    headers: dict[str, str],
    faults: tuple[str, ...],
) -> None:
    delivery.attempts.append(
        Attempt(
            number=len(delivery.attempts) + 1,
            at=at,
            order=order,
            status=outcome.status,
            error=outcome.error,
            duration_ms=outcome.duration_ms,
            headers=headers,
            answer=outcome.answer,
            faults=faults,
        )
    )


def _around(fault: DeliveryFault, send: Send) -> Send:
    async def struck(shipment: Shipment) -> Outcome:
        return await fault.around(shipment, send)

    return struck


@due(ATTEMPT)
def attempt_is_due(work: Work, subject: str) -> None:
    """The next attempt of a delivery is due: it waits for a courier from now on."""
    work.account.outbox.make_ready(subject)
