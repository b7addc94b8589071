"""What the swarm's own work costs: signing, scheduling and measuring, beside a bare locust user.

Both post the same number of bodies of the same size to the same bare aiohttp handler, as fast as
they can. The ratio is taken in one run, so that the machine's speed cancels out.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from load.arrivals import Sending
from load.swarm import Letter, Plan, run
from load.swarm.program import ROOT

DELIVERIES: Final = 5_000
CONNECTIONS: Final = 50
ROUNDS: Final = 3
SINK: Final = """
from aiohttp import web

async def take(request):
    await request.read()
    return web.Response()

async def say(app):
    print(app["socket"].getsockname()[1], flush=True)

import socket
app = web.Application()
app["socket"] = socket.create_server(("127.0.0.1", 0), backlog=512)
app.router.add_post("/hook", take)
app.on_startup.append(say)
web.run_app(app, sock=app["socket"], print=None, access_log=None)
"""


def swarm(url: str) -> float:
    """Deliveries a second, by the swarm."""
    letter = Letter("evt_1", "charge.succeeded", "{}" * 800)
    plan = Plan(
        url=url, secret="whsec_bench", letters=(letter,), connections=CONNECTIONS,
        sendings=(Sending(0.0, 0),) * DELIVERIES,
    )  # fmt: skip
    found = run(plan)
    assert found.statuses() == {200: DELIVERIES}
    return DELIVERIES / found.seconds


def bare(url: str) -> float:
    """Posts a second, by bare locust users."""
    with tempfile.TemporaryDirectory() as folder:
        took = Path(folder, "took")
        subprocess.run(
            [
                *(sys.executable, "-m", "locust", "--headless", "--only-summary"),
                *("--locustfile", str(Path(__file__).with_name("bare_user.py"))),
                *("--users", str(CONNECTIONS), "--spawn-rate", str(CONNECTIONS)),
                *("--host", url, "--wanted", str(DELIVERIES), "--took", str(took)),
            ],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        return DELIVERIES / float(took.read_text())


def main() -> None:
    sink = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    try:
        assert sink.stdout is not None
        url = f"http://127.0.0.1:{int(sink.stdout.readline())}/hook"
        swarms, bares = zip(*((swarm(url), bare(url)) for _ in range(ROUNDS)), strict=True)
    finally:
        sink.terminate()
        sink.wait()
    best, bare_best = max(swarms), max(bares)
    print(f"bare locust user   {bare_best:8,.0f} posts/s")
    print(f"swarm              {best:8,.0f} deliveries/s, signed, scheduled, measured")
    print(f"ratio              {best / bare_best:8.2f}")


if __name__ == "__main__":
    main()
