"""Events that overtake each other. Source: Stripe docs, "Webhooks": no order is guaranteed."""

import asyncio
from typing import Annotated, ClassVar, Literal

import msgspec

from simulator.faults.fault import DeliveryFault, fault
from simulator.webhooks.shipment import Outcome, Send, Shipment


class _Group:
    """Deliveries that wait for each other."""

    def __init__(self) -> None:
        self.arrived: list[asyncio.Future[None]] = []
        self.complete = asyncio.Event()


@fault("reorder", strikes="before")
class Reorder(DeliveryFault, frozen=True):
    """So many deliveries wait for each other, and then go one after the other in another order.

    The plan's `times` must be at least `count`, or None. What waits alone goes after a while.
    """

    count: Annotated[int, msgspec.Meta(ge=2, le=100)] = 2
    order: list[int] | None = None
    """Which arrival goes first, second, ...: a permutation of 0, 1, ...; None: the last first."""
    within: Literal["object", "account"] = "object"
    """Whether only events about the same object wait for each other."""
    limit_ms: Annotated[int, msgspec.Meta(ge=1, le=60_000)] = 2_000

    GROUPS: ClassVar[dict[tuple[int, str], _Group]] = {}

    def __post_init__(self) -> None:
        if self.order is not None and sorted(self.order) != list(range(self.count)):
            raise ValueError(f"order must hold each of 0 to {self.count - 1} once")

    async def around(self, shipment: Shipment, send: Send) -> Outcome:
        key = (id(self), shipment.subject if self.within == "object" else "")
        group = self.GROUPS.setdefault(key, _Group())
        place = len(group.arrived)
        done = asyncio.get_running_loop().create_future()
        group.arrived.append(done)
        if len(group.arrived) == self.count:
            del self.GROUPS[key]
            group.complete.set()
        try:
            async with asyncio.timeout(self.limit_ms / 1000):
                await group.complete.wait()
        except TimeoutError:
            if self.GROUPS.get(key) is group:
                del self.GROUPS[key]
            group.complete.set()
        before = self._before(place, group)
        try:
            if before is not None:
                await asyncio.wait([before])
            return await send(shipment)
        finally:
            done.set_result(None)

    def _before(self, place: int, group: _Group) -> asyncio.Future[None] | None:
        """What has to be done with before this arrival goes."""
        if len(group.arrived) < self.count:  # They waited in vain, and go as they came.
            return group.arrived[place - 1] if place else None
        order = self.order or list(reversed(range(self.count)))
        turn = order.index(place)
        return group.arrived[order[turn - 1]] if turn else None
