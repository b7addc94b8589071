"""The simulator as a program: what `paidonce serve` runs."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PORT_DEFAULT: Final = 12111
BANNER: Final = """\
A Stripe of your own listens on {url}

  secret key        {secret_key}
  publishable key   {publishable_key}
  seed              {seed}
  page              {url}/_sim
  control API       {url}/_sim/openapi.json

Point a client at it:
  Python   stripe.StripeClient("{secret_key}", base_addresses={{"api": "{url}"}})
  Node     new Stripe("{secret_key}", {{host: "{host}", port: {port}, protocol: "{protocol}"}})
Any other sk_test_... key is an account of its own. Ctrl-C stops it.
"""


def serve(arguments: Sequence[str] = ()) -> int:
    """Serve until told to stop; the exit code.

    Args:
        arguments: as on the command line; `--help` tells them.
    """
    given = parser().parse_args([*arguments])
    from simulator.thread import loop_factory  # noqa: PLC0415 - --help needs no server

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        return runner.run(_serve(given))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="paidonce serve", description="A stateful Stripe on your own machine."
    )
    found.add_argument(
        "--port", type=int, default=PORT_DEFAULT, help="0: any free one (default %(default)s)"
    )
    found.add_argument(
        "--host", default="127.0.0.1", help="where to listen (default %(default)s: this machine)"
    )
    found.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a further name under which the control API may be reached (can be repeated)",
    )
    found.add_argument("--seed", default="0", help="what all chance is drawn from (default 0)")
    found.add_argument("--secret-key", default="sk_test_paidonce", help="the account to begin with")
    found.add_argument(
        "--frozen-at", type=int, metavar="SECONDS", help="let all clocks stand at this Unix time"
    )
    found.add_argument(
        "--state", type=Path, metavar="FILE", help="keep everything in this file, also over kill -9"
    )
    return found


async def _serve(given: argparse.Namespace) -> int:
    from simulator.app import App, start  # noqa: PLC0415 - --help needs no server
    from simulator.world import World  # noqa: PLC0415

    world = World(given.seed, frozen_at=given.frozen_at)
    if given.state is not None:
        from simulator.state.durable import Durable, StateError  # noqa: PLC0415 - only when asked

        try:
            Durable(given.state, world)
        except StateError as refusal:
            print(f"paidonce: {refusal}", file=sys.stderr)  # noqa: T201 - speaks to a terminal
            return 3
    app = App(world)
    app.hosts |= {given.host, *given.name}
    try:
        running = await start(app, given.host, given.port)
    except OSError as failure:
        print(  # noqa: T201 - this is a program that speaks to a terminal
            f"paidonce: cannot listen on {given.host}:{given.port}: {failure.strerror or failure}."
            " Choose another --port; 0 takes any free one.",
            file=sys.stderr,
        )
        return 3
    account = world.account(given.secret_key)
    shown = "127.0.0.1" if given.host in ("0.0.0.0", "::") else given.host  # noqa: S104 - compared
    url = f"http://{shown}:{running.port}"
    banner = BANNER.format(
        url=url,
        host=shown,
        port=running.port,
        protocol="http",
        secret_key=account.key,
        publishable_key=account.publishable_key,
        seed=world.seed,
    )
    print(banner, flush=True)  # noqa: T201 - this is a program that speaks to a terminal
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    await running.stop()
    if world.durable is not None:
        world.durable.close()
    return 0
