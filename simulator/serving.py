"""The simulator as a program: what `paidonce serve` runs."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from simulator import garbage
from simulator.clock import wall

if TYPE_CHECKING:
    from simulator.app import App
    from simulator.server import Running

PORT_DEFAULT: Final = 12111
SECRET_KEYS: Final = ("sk_test_", "sk_live_")
BANNER: Final = """\
A Stripe of your own listens on {url}

  secret key        {secret_key}
  publishable key   {publishable_key}
  client id         {client_id}
  seed              {seed}
  page              {url}/_sim
  control API       {url}/_sim/openapi.json

Point a client at it:
  Python   stripe.StripeClient("{secret_key}", base_addresses={{"api": "{url}"}})
  Node     new Stripe("{secret_key}", {{host: "{host}", port: {port}, protocol: "http"}})
Any other sk_test_... key is an account of its own. Ctrl-C stops it.
"""


def serve(arguments: Sequence[str] = ()) -> int:
    """Serve until told to stop; the exit code.

    Args:
        arguments: as on the command line; `--help` tells them.
    """
    given = parser().parse_args([*arguments])
    garbage.not_yet()
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
    found.add_argument(
        "--secret-key",
        type=_secret_key,
        default="sk_test_paidonce",
        help="the account to begin with (default %(default)s)",
    )
    found.add_argument(
        "--frozen-at", type=int, metavar="SECONDS", help="let all clocks stand at this Unix time"
    )
    found.add_argument(
        "--state", type=Path, metavar="FILE", help="keep everything in this file, also over kill -9"
    )
    found.add_argument(
        "--tls",
        action="store_true",
        help="stand in for api.stripe.com and its siblings besides, with certificates made here",
    )
    found.add_argument(
        "--tls-port", type=int, default=443, help="where, with --tls (default %(default)s)"
    )
    found.add_argument(
        "--tls-folder", type=Path, metavar="FOLDER", help="where the certificates are kept"
    )
    return found


def _secret_key(text: str) -> str:
    if not text.startswith(SECRET_KEYS) or text in SECRET_KEYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no secret key; sk_test_shop would be one")
    return text


class _CannotServeError(Exception):
    """Why serving ends before it began, and what to do."""


async def _serve(given: argparse.Namespace) -> int:
    from simulator.app import App  # noqa: PLC0415 - --help needs no server
    from simulator.server import EVERYWHERE  # noqa: PLC0415 - --help needs no server
    from simulator.world import World  # noqa: PLC0415 - the same

    world = World(given.seed, frozen_at=given.frozen_at)
    app = App(world)
    app.hosts |= {given.host, *given.name}
    running: Running | None = None
    try:
        running = await _open(given, app)
        as_stripe = await _stand_in(given, running) if given.tls else None
    except _CannotServeError as reason:
        _say(f"paidonce: {reason}", sys.stderr)
        if running is not None:
            await running.stop()
        return 3
    garbage.seldom()
    account = world.account(given.secret_key)
    shown = "127.0.0.1" if given.host in EVERYWHERE else given.host
    _say(
        BANNER.format(
            url=f"http://{shown}:{running.port}",
            host=shown,
            port=running.port,
            secret_key=account.key,
            publishable_key=account.publishable_key,
            client_id=account.application,
            seed=world.seed,
        )
    )
    if as_stripe is not None:
        _say(as_stripe)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    await running.stop()
    if world.durable is not None:
        world.durable.close()
    return 0


async def _open(given: argparse.Namespace, app: "App") -> "Running":
    from simulator.server import start  # noqa: PLC0415 - --help needs no server

    if given.state is not None:
        from simulator.state.durable import Durable, StateError  # noqa: PLC0415 - only when asked

        try:
            Durable(given.state, app.world)
        except StateError as refusal:
            raise _CannotServeError(str(refusal)) from None
    try:
        return await start(app, given.host, given.port)
    except OSError as failure:
        raise _CannotServeError(
            f"cannot listen on {given.host}:{given.port}: {failure.strerror or failure}."
            " Choose another --port; 0 takes any free one."
        ) from None


async def _stand_in(given: argparse.Namespace, running: "Running") -> str:
    """Listen in place of Stripe's hosts; what clients have to be told."""
    from simulator.transparent.authority import (  # noqa: PLC0415 - only with --tls
        Authority,
        NoCryptographyError,
        default_folder,
    )
    from simulator.transparent.instructions import instructions  # noqa: PLC0415 - the same

    today = datetime.fromtimestamp(wall(), tz=UTC)
    try:
        authority = Authority(given.tls_folder or default_folder(), today)
        port = await running.listen_as_stripe(given.host, given.tls_port, authority.context())
    except NoCryptographyError as lacking:
        raise _CannotServeError(str(lacking)) from None
    except OSError as failure:
        raise _CannotServeError(
            f"cannot stand in for Stripe on {given.host}:{given.tls_port}:"
            f" {failure.strerror or failure}. Ports below 1024 are for root; --tls-port takes"
            " another, which a client must then be told of."
        ) from None
    return instructions(authority.certificate, given.host, port)


def _say(words: str, where: TextIO | None = None) -> None:
    print(words, file=where, flush=True)
