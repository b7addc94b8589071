"""Doing several things at the same moment, as shoppers, browsers and banks do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final, Self

PATIENCE_S: Final = 30.0


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

    def done_within(self, seconds: float) -> bool:
        """Whether it came to an end; it may rightly wait for what the story still holds."""
        try:
            self.answer.result(seconds)
        except TimeoutError:
            return False
        return True
