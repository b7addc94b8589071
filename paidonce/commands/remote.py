"""What commands that speak to a running simulator share: which one, whose account, how they end."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final

from paidonce.exits import Exit

if TYPE_CHECKING:
    from simulator import Simulator

URL: Final = "http://127.0.0.1:12111"
KEY: Final = "sk_test_paidonce"
Deed = Callable[["Simulator", argparse.Namespace], Any]
"""What a command does; its parser may say, as `words`, how the answer is told to people."""


def where() -> argparse.ArgumentParser:
    """The options that every such command takes, wherever on the line they stand."""
    found = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    found.add_argument(
        "--url",
        default=os.environ.get("PAIDONCE_URL", URL),
        help=f"where the simulator is (default: PAIDONCE_URL, or {URL})",
    )
    found.add_argument(
        "--key",
        default=os.environ.get("PAIDONCE_KEY", KEY),
        help=f"the account's secret key (default: PAIDONCE_KEY, or {KEY})",
    )
    found.add_argument("--json", action="store_true", help="answer as JSON, for programs")
    return found


def parser(command: str, story: str | None) -> argparse.ArgumentParser:
    """A parser with the options that every such command has."""
    return argparse.ArgumentParser(f"paidonce {command}", description=story, parents=[where()])


def obey(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Do what was asked of the simulator, and print what it answered."""
    joined, rest = where().parse_known_args(arguments)
    chosen = parser.parse_args(rest)
    import msgspec  # noqa: PLC0415 - --help needs neither

    from simulator import Simulator, SimulatorError  # noqa: PLC0415 - nor this

    try:
        with Simulator.at(joined.url, joined.key) as simulator:
            answer = chosen.deed(simulator, chosen)
    except SimulatorError as refusal:
        print(f"paidonce: {refusal}", file=sys.stderr)
        return Exit.USAGE
    except ValueError as wrong:
        print(f"paidonce: {wrong}", file=sys.stderr)
        return Exit.USAGE
    except (OSError, HTTPException) as failure:
        print(
            f"paidonce: no simulator answers at {joined.url}: {failure}."
            " Start one with `paidonce serve`, or name another with --url.",
            file=sys.stderr,
        )
        return Exit.UNREACHABLE
    words: Callable[[Any], str] | None = None if joined.json else getattr(chosen, "words", None)
    if answer is not None:
        print(words(answer) if words else json.dumps(msgspec.to_builtins(answer)))
    return Exit.HOLDS


def option(text: str) -> tuple[str, Any]:
    """`name=value`, the value read as JSON where it is JSON."""
    name, found, value = text.partition("=")
    if not found or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
