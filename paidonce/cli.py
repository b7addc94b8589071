"""The command line: every command in one table, and nothing imported before it is needed."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from paidonce.exits import Exit

# name: (module with run(arguments) -> exit code, what it does)
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "serve": ("paidonce.commands.serve", "run the simulator: a Stripe on your own machine"),
    "events": ("paidonce.commands.events", "send events from a running simulator, or list them"),
    "clock": ("paidonce.commands.clock", "see a running simulator's time, and move it on"),
    "faults": ("paidonce.commands.faults", "let something go wrong in a running simulator"),
    "redirect": ("paidonce.commands.redirect", "send an unchanged Node or Python SDK to it"),
    "backend": ("paidonce.commands.backend", "run the reference backend, healthy or with a defect"),
    "gate": ("paidonce.commands.gate", "put a backend through the incidents; say what it suffers"),
    "race": ("paidonce.commands.race", "two things at once, in every order; the one that breaks"),
    "load": ("paidonce.commands.load", "deliver webhooks in great numbers; say what it did"),
    "init": ("paidonce.commands.init", "write a profile for your own backend, by asking"),
    "probe": ("paidonce.commands.probe", "walk through a profile: what works, and what is missing"),
    "replay": ("paidonce.commands.replay", "recorded events or a schedule, against a backend here"),
    "incidents": ("paidonce.commands.incidents", "list the incidents, and what each one needs"),
}
USAGE: Final = """\
paidonce proves that every order is paid exactly once.

usage: paidonce COMMAND [options]

{commands}

`paidonce COMMAND --help` says more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and give its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage())
        return Exit.HOLDS if words else Exit.USAGE
    if words[0] in {"-V", "--version"}:
        print(f"paidonce {version()}")
        return Exit.HOLDS
    name, *rest = words
    if name not in COMMANDS:
        print(f"paidonce: there is no command {name!r}.\n\n{usage()}", file=sys.stderr)
        return Exit.USAGE
    module = importlib.import_module(COMMANDS[name][0])
    try:
        code = int(module.run(rest))
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"\npaidonce {name}: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        if not _nobody_reads():
            raise
        return Exit.NOBODY_READS
    return code


def _nobody_reads() -> bool:
    """Whether whoever read what we write has gone, as `head` does; then nothing more is written."""
    import select  # noqa: PLC0415 - hardly ever

    ours = select.poll()
    ours.register(sys.stdout.fileno(), select.POLLOUT)
    gone = any(event & select.POLLERR for _, event in ours.poll(0))
    if gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return gone


def usage() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  {name:{width}}  {what}" for name, (_, what) in COMMANDS.items())
    return USAGE.format(commands="\n".join(lines))


def version() -> str:
    from importlib import metadata  # noqa: PLC0415 - only --version needs it

    try:
        return metadata.version("paidonce")
    except metadata.PackageNotFoundError:
        return "(not installed)"
