"""Doing several things at the same moment, as shoppers, browsers and banks do.

Where the fatal moment straddles a call to Stripe, it is arranged: `Meanwhile` begins one side, a
hold stops it at Stripe, and the story goes on when it is seen to stand there. Where it lies inside
the shop's own database nothing outside can stop it; such a telling is marked with `bursts`.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import TYPE_CHECKING, Any, Final, Self

from simulator import NotQuiet

if TYPE_CHECKING:
    from simulator import Account

PATIENCE_S: Final = 30.0
LOOK_AGAIN_S: Final = 0.05
BURSTS: Final = 3


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of them at once, each in a thread of its own; what they gave, in their order.

    Raises:
        Exception: what the first of them that failed raised, once all are done.
    """
    line = Barrier(len(deeds))

    def go(deed: Callable[[], Any]) -> Any:
        line.wait(PATIENCE_S)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(go, deed) for deed in deeds]]


def bursts(telling: Callable[..., None]) -> Callable[..., None]:
    """Tell it again until something does not hold, three times at most.

    For a race that lies between two statements of the shop's own database: it straddles no call to
    Stripe and no delivery, so it cannot be arranged, only tried; and one try that went well says
    little. That is a property of the story, and every gate tells it so.
    """

    @functools.wraps(telling)
    def told(**fixtures: Any) -> None:
        for _ in range(BURSTS):
            telling(**fixtures)

    return told


class Meanwhile:
    """Something that is under way while the story goes on: `with Meanwhile(deed) as it`."""

    def __init__(self, deed: Callable[[], Any]) -> None:
        self._deed = deed
        self._pool = ThreadPoolExecutor(1)
        self.answer: Future[Any]

    def __enter__(self) -> Self:
        self.answer = self._pool.submit(self._deed)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True)

    def comes_to_stand(self, simulator: Account, *, held: int = 1) -> bool:
        """Wait until so many are held at Stripe, or it is done without having been held.

        Returns:
            Whether it stands; False where the shop has answered without asking Stripe.
        """
        deadline = time.monotonic() + PATIENCE_S
        while not self.answer.done() and time.monotonic() < deadline:
            with suppress(NotQuiet):
                simulator.holds.wait(held, timeout=LOOK_AGAIN_S)
                return True
        return len(simulator.holds.held()) >= held
