"""What runs in a web process and in a worker process.

Both end in the same way: when they are told to (SIGTERM), or when the lifeline from the supervisor
ends because the supervisor is no more. What was begun is finished first: a web process answers the
requests that it has taken, a worker does the jobs that it has claimed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp import web

from reference_backend.database import open_database
from reference_backend.settings import Settings
from reference_backend.shop import Parts, Shop
from reference_backend.web.app import make_app
from reference_backend.worker import Worker

DRAIN_S: Final = 10.0
Ready = Callable[[], None]


def run_web(
    settings: Settings, parts: Parts, listener: socket.socket, lifeline: int, ready: Ready
) -> None:
    """Serve on the listener until told to stop."""
    _run(_web(settings, parts, listener, lifeline, ready))


def run_worker(settings: Settings, parts: Parts, lifeline: int, ready: Ready) -> None:
    """Do jobs until told to stop."""
    _run(_work(settings, parts, lifeline, ready))


def _run(main: Coroutine[Any, Any, None]) -> None:
    try:
        import uvloop  # noqa: PLC0415  # not everywhere
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)


async def _web(
    settings: Settings, parts: Parts, listener: socket.socket, lifeline: int, ready: Ready
) -> None:
    stopping = _stopping(lifeline)
    shop = Shop(settings, await open_database(settings.database_url), parts)
    runner = web.AppRunner(make_app(shop), access_log=None, shutdown_timeout=DRAIN_S)
    try:
        await shop.webhook_secrets.read_again()
        await runner.setup()
        await web.SockSite(runner, listener, backlog=1024).start()
        ready()
        await stopping.wait()
    finally:
        await runner.cleanup()
        await shop.close()


async def _work(settings: Settings, parts: Parts, lifeline: int, ready: Ready) -> None:
    stopping = _stopping(lifeline)
    database = await open_database(settings.database_url)
    shop = Shop(settings, database, parts)
    worker = Worker(shop, settings.database_url)

    async def stop_when_told() -> None:
        await stopping.wait()
        worker.stop()

    told = asyncio.create_task(stop_when_told())
    try:
        await worker.run(ready)
    finally:
        told.cancel()
        await shop.close()


def _stopping(lifeline: int) -> asyncio.Event:
    """Set when this process is to end."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # Ctrl-C is the supervisor's business

    def lifeline_ended() -> None:
        loop.remove_reader(lifeline)
        stopping.set()

    os.set_blocking(lifeline, False)
    loop.add_reader(lifeline, lifeline_ended)
    return stopping
