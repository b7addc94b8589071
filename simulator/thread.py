"""A server in a thread of its own, for tests and the gate."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, Final

from simulator.app import App
from simulator.server import Running, start
from simulator.world import World

STARTS_WITHIN: Final = 30.0
"""Seconds after which starting has failed."""


class ServerThread:
    """Starts when it is made; `stop` leaves nothing behind.

    Args:
        seed: what all chance is drawn from.
        frozen_at: Unix seconds at which the clocks stand; None: they follow the wall.
        port: where to listen; 0 lets the system choose.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, seed: str, frozen_at: int | None = None, *, port: int = 0) -> None:
        self._seed = seed
        self._port = port
        self._frozen_at = frozen_at
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.url = ""
        self._thread = threading.Thread(target=self._main, name="simulator", daemon=True)
        self._thread.start()
        if not self._ready.wait(STARTS_WITHIN):
            raise TimeoutError("the simulator did not start")
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Stop, and wait until it has."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(STARTS_WITHIN)

    def _main(self) -> None:
        try:
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                runner.run(self._serve())
        except BaseException as failure:  # noqa: BLE001 - whoever started the thread gets to see it
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        app = App(World(self._seed, frozen_at=self._frozen_at))
        running: Running = await start(app, port=self._port)
        self.url = f"http://127.0.0.1:{running.port}"
        self._ready.set()
        await self._stop.wait()
        await running.stop()


def loop_factory() -> Callable[[], Any] | None:
    """The loop of uvloop where it is installed; None: asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 - not there on every system
    except ImportError:
        return None
    return uvloop.new_event_loop
