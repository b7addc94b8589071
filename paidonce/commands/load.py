"""`paidonce load`: many webhooks at once, then what is true of the money."""

from __future__ import annotations

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    from load.command import main  # noqa: PLC0415 - imported only to be run

    return main(arguments)
