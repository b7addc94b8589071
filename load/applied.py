"""How long it takes until a payment that was told is an order that is paid: the applied lag.

A shop may say 200 at once and do the work later. What the shopper waits for is the work. So while
the swarm delivers, the shop's own view is looked at again and again, from outside.

Rule 1: the lag is never told too low. It begins when the first event that tells of the payment was
due, refused attempts and all; and it ends with the answer to the first look that shows the order
as paid. A payment that no look showed has lasted until the last look.
Rule 2: looking must not be the load. After each look the watch rests several times as long as
it took, and once everything has been seen it looks no more. How far apart the looks were is told.
Rule 3: what the shop knew before the swarm began was not learnt from it, and is left out.
"""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import msgspec

from load.latency import Latency
from load.swarm import Letter
from scenarios.driver import CannotSetUp
from scenarios.seen import MONEY_STATES, Order, View

# Source: Stripe docs, "Fulfill orders" and "Handle payment events with webhooks".
TELLING: Final = frozenset({"payment_intent.succeeded", "checkout.session.completed"})
REST: Final = 4  # times as long as a look took: a fifth of the time is spent looking, at most
REST_AT_LEAST_S: Final = 0.05


class Told(NamedTuple):
    """A payment, by every name that an order may know it by, and the events that tell of it."""

    names: frozenset[str]
    events: tuple[int, ...]  # places among the letters


class Applied(msgspec.Struct, kw_only=True):
    """What the looks have shown.

    Args:
        lag: of every payment that was told, also of those that were never seen paid.
        by_phase: the same, by the phase in which the payment's first event happened.
        never: how many payments no look showed as paid.
        looks: how many were answered.
        apart_s: the longest time from one look to the next; a lag may be too high by about that.
    """

    lag: Latency = msgspec.field(default_factory=Latency)
    by_phase: dict[int, Latency] = {}
    never: int = 0
    looks: int = 0
    apart_s: float = 0.0


def told(letters: Sequence[Letter]) -> tuple[Told, ...]:
    """The payments that the letters tell of, each once."""
    events: dict[str, list[int]] = {}
    names: dict[str, set[str]] = {}
    for place, letter in enumerate(letters):
        if letter.type not in TELLING:
            continue
        thing: dict[str, Any] = msgspec.json.decode(letter.body)["data"]["object"]
        payment = thing.get("payment_intent") or thing["id"]
        order = (thing.get("metadata") or {}).get("order_id")
        events.setdefault(payment, []).append(place)
        names.setdefault(payment, {payment}).update(filter(None, (thing["id"], order)))
    return tuple(Told(frozenset(names[payment]), tuple(events[payment])) for payment in events)


def paid_names(orders: Iterable[Order]) -> set[str]:
    """Every name of a payment that the shop believes to have."""
    return {
        name
        for order in orders
        if order.payment in MONEY_STATES
        for name in (order.id, *order.intents, *order.sessions)
    }


def reckon(
    payments: Sequence[Told],
    seen_at: Mapping[int, float],
    looked_at: Sequence[float],
    due: Mapping[int, float],
    phases: Mapping[int, int],
) -> Applied:
    """What became of every payment. All times are of one clock, in seconds.

    Args:
        seen_at: when a payment, by its place, was first seen paid.
        looked_at: when each look was answered, the one before the swarm first.
        due: when an event, by its place, was first due.
        phases: in which phase an event happened.
    """
    applied = Applied(looks=len(looked_at))
    applied.apart_s = max((b - a for a, b in itertools.pairwise(looked_at)), default=0.0)
    before = looked_at[0] if looked_at else 0.0
    for place, payment in enumerate(payments):
        begins = min(((due[e], e) for e in payment.events if e in due), default=None)
        seen = seen_at.get(place)
        if begins is None or (seen is not None and seen <= before):
            continue
        applied.never += seen is None
        lag_s = (looked_at[-1] if seen is None else seen) - begins[0]
        applied.lag.add(lag_s)
        applied.by_phase.setdefault(phases.get(begins[1], 0), Latency()).add(lag_s)
    return applied


class Watch:
    """Looks at the shop from the moment it is entered; the last look is taken on leaving.

    Args:
        look: the shop's view. Unanswered during the load, a look shows nothing and is not counted.
    Raises:
        CannotSetUp: the first look or the last was not answered.
    """

    def __init__(self, look: Callable[[], View], payments: Sequence[Told]) -> None:
        self.payments = payments
        self.seen_at: dict[int, float] = {}
        self.looked_at: list[float] = []
        self._look = look
        self._places = {name: place for place, told in enumerate(payments) for name in told.names}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)

    def __enter__(self) -> Self:
        self._take()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        if kind is None and not self.all_seen:
            self._take()

    @property
    def all_seen(self) -> bool:
        return len(self.seen_at) == len(self.payments)

    def _take(self) -> None:
        """Take one look, and note what it shows for the first time."""
        names = paid_names(self._look().orders)
        now = time.monotonic()
        self.looked_at.append(now)
        for name in names & self._places.keys():
            self.seen_at.setdefault(self._places[name], now)

    def _watch(self) -> None:
        rest_s = REST_AT_LEAST_S
        while not self.all_seen and not self._over.wait(rest_s):
            begun = time.monotonic()
            # A shop under load may fail to answer; how far the looks were apart tells of it.
            with contextlib.suppress(CannotSetUp):
                self._take()
            rest_s = max(REST_AT_LEAST_S, REST * (time.monotonic() - begun))

    def result(self, due: Mapping[int, float], phases: Mapping[int, int]) -> Applied:
        """What the looks have shown, once the watch is over; see `reckon`."""
        return reckon(self.payments, self.seen_at, self.looked_at, due, phases)
