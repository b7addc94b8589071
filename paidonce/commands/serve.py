"""`paidonce serve`: the simulator, until it is told to stop."""

from __future__ import annotations

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    from simulator import serve  # noqa: PLC0415 - the simulator is imported only to be served

    return int(serve(arguments) or 0)
