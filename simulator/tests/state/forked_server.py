"""A simulator that is killed often: forked from a process that has imported everything already.

Reads `start FILE` on stdin, and answers with the process id and the port of a new child.
"""

import asyncio
import os
import sys
from pathlib import Path

from simulator.app import App
from simulator.control import dispatch
from simulator.server import start
from simulator.state.durable import Durable
from simulator.thread import loop_factory
from simulator.world import World

assert dispatch.TABLE


async def serve(path: Path, told: int) -> None:
    world = World("killed")
    Durable(path, world)
    running = await start(App(world))
    os.write(told, f"{running.port}\n".encode())
    os.close(told)
    await asyncio.Event().wait()


def main() -> None:
    for line in sys.stdin:
        path = Path(line.strip())
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                runner.run(serve(path, write))
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            port = pipe.readline().strip()
        sys.stdout.write(f"{child} {port}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
