"""Servers for benchmarks, each in a process of its own, and a client that costs next to nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

CLOCK_TICKS: Final = 100
"""Per second, as Linux counts a process's time in /proc."""

BARE = """
import asyncio
from aiohttp import web
from simulator.thread import loop_factory
BODY = b"x" * 1800
async def handle(request):
    await request.read()
    return web.Response(body=BODY, content_type="application/json")
async def main():
    runner = web.ServerRunner(web.Server(handle, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()
with asyncio.Runner(loop_factory=loop_factory()) as runner:
    runner.run(main())
"""
"""What aiohttp does alone, with a body of the size of a PaymentIntent."""

SIMULATOR = """
import asyncio
from simulator import garbage
from simulator.app import App
from simulator.server import start
from simulator.thread import loop_factory
from simulator.world import World
async def main():
    running = await start(App(World("bench")))
    garbage.seldom()
    print(running.port, flush=True)
    await asyncio.Event().wait()
with asyncio.Runner(loop_factory=loop_factory()) as runner:
    runner.run(main())
"""
"""What `paidonce serve` does."""


class Served:
    """A server's process."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    @property
    def cpu_seconds(self) -> float:
        """Seconds that the server has computed so far."""
        fields = (
            Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def apart(*servers: Served) -> str:
    """Put us on one core and the servers on another, and say so.

    Where the kernel puts two processes that wait for each other decides how long they take, by a
    factor of two and more; left to itself it puts one server here and the other there.
    """
    if not hasattr(os, "sched_setaffinity"):
        return "wherever the system puts them"
    ours, *others = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {ours})
    for server in servers:
        os.sched_setaffinity(server.process.pid, {others[0] if others else ours})
    return "each on a core of its own" if others else "all on one core"


@contextmanager
def served(program: str) -> Iterator[Served]:
    """A program that serves, and prints its port when it is ready."""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield Served(process, int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()


class Wire:
    """One kept connection; requests and answers are bytes."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a request; the whole answer."""
        self._socket.sendall(request)
        got = self._socket.recv(65_536)
        while True:
            head = got.find(b"\r\n\r\n")
            if head >= 0:
                at = got.index(b"Content-Length: ") + 16
                length = int(got[at : got.index(b"\r", at)])
                if len(got) >= head + 4 + length:
                    return got
            got += self._socket.recv(65_536)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def post(path: str, form: str) -> bytes:
    """A POST as an SDK sends it."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk_test_bench\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        "User-Agent: Stripe/v1 PythonBindings/16.1.0\r\n"
        "Stripe-Version: 2026-10-28.endive\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}"
    ).encode()
