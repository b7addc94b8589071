"""Hold points: a request or a delivery waits at a gate until somebody lets it go on.

Rule 1: a race is arranged, not hoped for: what is held says what it is, and goes on when told to.
Rule 2: nothing hangs for ever: every hold has a limit in time, after which it lets go by itself.
Rule 3: an account without hold points pays for one look at an empty list.

The gates: `arrival` (the request is on its way in: nothing is done, nothing is kept from others),
`work` (the operation has begun and keeps its objects: others get `lock_timeout`), `answer` (all is
committed, and the answer is on its way), `delivery` (an event is about to be sent), and `delivered`
(the receiver has answered, and the sender has not noted it yet).
"""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec

from simulator.activity import Activity

Gate = Literal["arrival", "work", "answer", "delivery", "delivered"]
LIMIT_DEFAULT_MS: Final = 30_000
LIMIT_MAX_MS: Final = 600_000
HELD_MAX: Final = 1_000
"""How many can be held at once; what comes on top passes, and is counted."""


class HoldPoint(msgspec.Struct, kw_only=True):
    """Where something is to be held, and how often."""

    id: str
    on: str
    at: Gate
    times: int | None = 1
    """How many it holds before it lets all pass; None: all."""
    taken: int = 0
    object: str | None = None
    idempotency_key: str | None = None
    limit_ms: int = LIMIT_DEFAULT_MS

    @property
    def spent(self) -> bool:
        """Whether it holds nothing more."""
        return self.times is not None and self.taken >= self.times


class Held(msgspec.Struct, kw_only=True):
    """Something that waits, and what it concerns."""

    id: str
    hold: str
    at: Gate
    since: int
    """The account's time, Unix seconds."""
    what: str
    """`POST /v1/payment_intents/pi_1/capture`, or the type of an event."""
    operation: str | None = None
    request_id: str | None = None
    idempotency_key: str | None = None
    objects: tuple[str, ...] = ()
    params: dict[str, Any] = {}
    delivery: str | None = None
    event: str | None = None


class HoldPoints:
    """The hold points of one account, and what they hold."""

    __slots__ = ("_activity", "_made", "_waiting", "expired", "overflowed", "points")

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self.points: list[HoldPoint] = []
        self._waiting: dict[str, tuple[Held, asyncio.Future[Any]]] = {}
        self._made = 0
        self.expired = 0
        """How many went on because their time was up."""
        self.overflowed = 0
        """How many passed because too many were held."""

    def add(self, point: HoldPoint) -> HoldPoint:
        """Hold from now on."""
        self.points.append(point)
        return point

    def new_id(self, prefix: str) -> str:
        """An id for a point or for what is held: counted, so that runs can be compared."""
        self._made += 1
        return f"{prefix}_{self._made}"

    def count_from(self, ids: Iterable[str]) -> None:
        """Go on counting after these ids."""
        numbers = [int(id.rpartition("_")[2]) for id in ids]
        self._made = max([self._made, *numbers])

    def remove(self, id: str) -> bool:
        """Take a point away, and let go what it holds; False: there is none."""
        before = len(self.points)
        self.points = [point for point in self.points if point.id != id]
        self.release([held.id for held in self.held() if held.hold == id])
        return len(self.points) < before

    def clear(self) -> None:
        """Take all points away, and let everything go."""
        self.points = []
        self.release([held.id for held in self.held()])

    def held(self) -> Iterator[Held]:
        """What is held, the longest first."""
        return iter([held for held, _ in self._waiting.values()])

    @property
    def held_deliveries(self) -> int:
        """How many deliveries are held."""
        return sum(1 for held, _ in self._waiting.values() if held.delivery is not None)

    def release(self, ids: Iterable[str], strike: Any = None) -> list[str]:
        """Let go, in this order.

        Args:
            strike: a fault that strikes what is let go, in place of a clean passage.

        Returns:
            The ids that were held.
        """
        let_go = []
        for id in ids:
            held = self._waiting.pop(id, None)
            if held is not None:
                if not held[1].done():
                    held[1].set_result(strike)
                let_go.append(id)
        if let_go:
            self._activity.changed()
        return let_go

    async def hold(self, point: HoldPoint, held: Held) -> Any:
        """Wait here until released, or until the time is up.

        Returns:
            The fault that it was released with, or None.
        """
        point.taken += 1
        if len(self._waiting) >= HELD_MAX:
            self.overflowed += 1
            return None
        let_go: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[held.id] = (held, let_go)
        self._activity.changed()
        try:
            async with asyncio.timeout(point.limit_ms / 1000):
                return await let_go
        except TimeoutError:
            self.expired += 1
            return None
        finally:
            if self._waiting.pop(held.id, None) is not None:
                self._activity.changed()
