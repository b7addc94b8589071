"""What is under way in one account, so that somebody can wait until all is quiet."""

import asyncio
from collections.abc import Callable


class Activity:
    """Counts requests, and wakes those who wait for a change."""

    __slots__ = ("_waiters", "happened", "requests")

    def __init__(self) -> None:
        self.requests = 0
        """API requests that have not been answered yet."""
        self.happened = 0
        """How many requests were answered and attempts begun: what came before what."""
        self._waiters: set[asyncio.Future[None]] = set()

    def next(self) -> int:
        """The place of something that happens now, among all that happened."""
        self.happened += 1
        return self.happened

    def changed(self) -> None:
        """Something began or ended: whoever waits looks again."""
        if not self._waiters:
            return
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def until(self, met: Callable[[], bool], within: float) -> bool:
        """Wait until a condition is met.

        Args:
            within: seconds of the wall.

        Returns:
            Whether it was met in time.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not met():
            waiter = loop.create_future()
            self._waiters.add(waiter)
            try:
                async with asyncio.timeout_at(end):
                    await waiter
            except TimeoutError:
                return met()
            finally:
                self._waiters.discard(waiter)
        return True
