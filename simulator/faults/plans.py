"""Plans: where a fault strikes, how often, with what chance, and until when.

Chance comes from the account's seed. Every plan counts what it saw and what it struck.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from simulator.chance import Chance
from simulator.faults.fault import ApiFault, ChargeFault, DeliveryFault, Fault
from simulator.faults.patterns import matches_event, matches_request
from simulator.instruments.declines import Decline


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan looks at: an API request, or one attempt to deliver an event."""

    method: str = ""
    path: str = ""
    event_type: str = ""
    objects: tuple[str, ...] = ()
    idempotency_key: str | None = None
    metadata: Mapping[str, str] = {}
    attempt: int | None = None
    endpoint: str | None = None


NOBODY: Final = Call()
"""Stripe's own doings: no request asked for them."""


class Plan(msgspec.Struct, kw_only=True):
    """When one fault strikes."""

    id: str
    type: str
    on: str
    times: int | None = 1
    """How often it strikes at most; None: always."""
    skip: int = 0
    """How many calls that it would strike it lets pass first."""
    chance: float = 1.0
    until: int | None = None
    """The account's time, Unix seconds, after which it strikes no more."""
    object: str | None = None
    idempotency_key: str | None = None
    metadata: dict[str, str] = {}
    attempt: int | None = None
    """Only this attempt of a delivery; 1 is the first."""
    endpoint: str | None = None
    options: dict[str, Any] = {}
    seen: int = 0
    """How many calls it was meant for."""
    struck: int = 0

    def means(self, call: Call) -> bool:
        """Whether this call is one that the plan is for, whatever its counts say."""
        if call.event_type:
            meant = matches_event(self.on, call.event_type)
        else:
            meant = matches_request(self.on, call.method, call.path)
        return (
            meant
            and (self.object is None or self.object in call.objects)
            and (self.idempotency_key is None or self.idempotency_key == call.idempotency_key)
            and (self.attempt is None or self.attempt == call.attempt)
            and (self.endpoint is None or self.endpoint == call.endpoint)
            and all(call.metadata.get(k) == v for k, v in self.metadata.items())
        )

    def strikes(self, now: int, chance: Chance) -> bool:
        """Whether it strikes this call, which it is meant for; counted either way.

        Each plan draws from a generator of its own, so that requests and deliveries, which meet in
        any order, do not take each other's chances.
        """
        if self.until is not None and now > self.until:
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        self.seen += 1
        if self.seen <= self.skip:
            return False
        if self.chance < 1.0 and chance.stream(f"faults/{self.id}").random() >= self.chance:
            return False
        self.struck += 1
        return True


class Plans:
    """The plans of one account, in the order in which they were made."""

    __slots__ = ("_chance", "_made", "api", "charges", "charging", "delivery")

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._made = 0
        self.api: list[tuple[Plan, ApiFault]] = []
        self.delivery: list[tuple[Plan, DeliveryFault]] = []
        self.charges: list[tuple[Plan, ChargeFault]] = []
        self.charging: Call = NOBODY
        """The request that is being performed; looked at only where there are plans for charges."""

    def new_id(self) -> str:
        """An id for a plan: counted, so that runs can be compared."""
        self._made += 1
        return f"fault_{self._made}"

    def count_from(self, ids: Iterable[str]) -> None:
        """Go on counting after these ids."""
        numbers = [int(id.rpartition("_")[2]) for id in ids]
        self._made = max([self._made, *numbers])

    def add(self, plan: Plan, fault: Fault) -> Plan:
        """Strike from now on."""
        if isinstance(fault, ApiFault):
            self.api.append((plan, fault))
        elif isinstance(fault, ChargeFault):
            self.charges.append((plan, fault))
        else:
            self.delivery.append((plan, fault))
        return plan

    def all(self) -> list[Plan]:
        """Every plan, spent ones too."""
        return [plan for plan, _ in (*self.api, *self.charges, *self.delivery)]

    def remove(self, id: str) -> bool:
        """Take a plan away; False: there is none."""
        before = len(self.all())
        self.api = [row for row in self.api if row[0].id != id]
        self.charges = [row for row in self.charges if row[0].id != id]
        self.delivery = [row for row in self.delivery if row[0].id != id]
        return len(self.all()) < before

    def clear(self) -> None:
        """Take all plans away."""
        self.api, self.charges, self.delivery = [], [], []

    def for_request(self, call: Call, now: int) -> list[ApiFault]:
        """The faults that strike this request, the outermost first."""
        return [
            fault
            for plan, fault in self.api
            if plan.means(call) and plan.strikes(now, self._chance)
        ]

    def for_delivery(self, call: Call, now: int) -> list[DeliveryFault]:
        """The faults that strike this attempt, the outermost first."""
        return [
            fault
            for plan, fault in self.delivery
            if plan.means(call) and plan.strikes(now, self._chance)
        ]

    def decline(self, now: int) -> Decline | None:
        """The decline that was planned for the charge that is being tried."""
        for plan, fault in self.charges:
            if plan.means(self.charging) and plan.strikes(now, self._chance):
                return fault.decline()
        return None
