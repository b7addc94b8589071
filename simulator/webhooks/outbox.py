"""The outbox of one account: deliveries that wait, are under way, and are done with.

It is data alone; the courier does the sending. Entries of the agenda (`webhooks.attempt`) bring a
delivery back when its next attempt is due.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Final

from simulator.ids import BASE62
from simulator.rings import Ring
from simulator.webhooks.records import PLANNED, Cause, Delivery
from simulator.webhooks.schedule import LIVE, SANDBOX

if TYPE_CHECKING:
    from simulator.resources.event import Event

DELIVERIES_MAX: Final = 20_000
"""Deliveries that are remembered; the oldest make room, and are counted."""
READY_MAX: Final = 50_000
CONCURRENCY_DEFAULT: Final = 64
TIMEOUT_DEFAULT_MS: Final = 30_000
ATTEMPT: Final = "webhooks.attempt"


class Outbox:
    """Which deliveries there are, and which are to be sent now."""

    __slots__ = (
        "_chance",
        "concurrency",
        "deliveries",
        "in_flight",
        "overflowed",
        "paused",
        "ready",
        "repeated",
        "schedule",
        "timeout_ms",
    )

    def __init__(self, chance: Random, *, livemode: bool) -> None:
        self._chance = chance
        self.deliveries: Ring[Delivery] = Ring(DELIVERIES_MAX)
        self.ready: deque[str] = deque()
        """Deliveries whose attempt is due, the first due first."""
        self.in_flight = 0
        """Attempts that are under way."""
        self.paused = False
        self.schedule: Sequence[int] = LIVE if livemode else SANDBOX
        """Seconds from each attempt to the next."""
        self.timeout_ms = TIMEOUT_DEFAULT_MS
        """How long a receiver may take. Not published by Stripe; inferred."""
        self.concurrency = CONCURRENCY_DEFAULT
        self.repeated: set[str] = set()
        """Events of which there are more deliveries than one to an endpoint, as somebody wished."""
        self.overflowed = 0
        """Deliveries that were dropped because too many were waiting."""

    def post(
        self,
        event: "Event",
        endpoint: str,
        now: int,
        cause: Cause = "event",
        *,
        of: str | None = None,
    ) -> Delivery:
        """Make a delivery of an event to an endpoint; its first attempt is due at once.

        Args:
            of: the connected account whose event it is; None: the endpoint's own account.
        """
        delivery = Delivery(
            id="del_" + "".join(self._chance.choices(BASE62, k=14)),
            event=event.id,
            event_type=event.type,
            endpoint=endpoint,
            account=of,
            subject=subject_of(event),
            created=now,
            cause=cause,
            next_attempt_at=now,
        )
        self.remember(delivery)
        return delivery

    def remember(self, delivery: Delivery) -> None:
        """Know of a delivery that is made, or that was before."""
        self.deliveries.add(delivery.id, delivery)
        if delivery.cause not in PLANNED:
            self.repeated.add(delivery.event)

    def make_ready(self, id: str) -> None:
        """Queue a delivery for the courier."""
        if len(self.ready) >= READY_MAX:
            self.overflowed += 1
            if (delivery := self.deliveries.get(id)) is not None:
                delivery.state = "dropped"
            return
        self.ready.append(id)

    def take_ready(self) -> Delivery | None:
        """The next delivery to be sent, taken off the queue."""
        while self.ready:
            delivery = self.deliveries.get(self.ready.popleft())
            if delivery is not None:
                return delivery
        return None

    def of_event(self, event: str) -> Iterator[Delivery]:
        """The deliveries of one event, in the order in which they were made."""
        return (delivery for delivery in self.deliveries if delivery.event == event)

    def still_owed(self, type: str, subject: str) -> bool:
        """Whether an endpoint was told of this, and has not answered with 2xx yet."""
        return any(
            delivery.event_type == type
            and delivery.subject == subject
            and delivery.cause in PLANNED
            and delivery.state in ("pending", "failed")
            and not self.answered_before(delivery)
            for delivery in self.deliveries
        )

    def answered_before(self, delivery: Delivery) -> bool:
        """Whether another delivery of the event has reached the same endpoint already."""
        return delivery.event in self.repeated and any(
            other.endpoint == delivery.endpoint and other.state == "delivered"
            for other in self.of_event(delivery.event)
            if other is not delivery
        )


def subject_of(event: "Event") -> str:
    """The id of the object that an event is about; empty where it has none."""
    thing = event.data.object
    id = thing.get("id", "") if isinstance(thing, dict) else getattr(thing, "id", "")
    return id if isinstance(id, str) else ""
