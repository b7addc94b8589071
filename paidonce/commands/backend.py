"""`paidonce backend`: the reference backend as a program of its own."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from paidonce.exits import Exit


def run(arguments: Sequence[str]) -> int:
    missing = [name for name in ("asyncpg", "stripe") if importlib.util.find_spec(name) is None]
    if missing:
        print(
            f"paidonce backend needs {' and '.join(missing)}: pip install 'paidonce[backend]'",
            file=sys.stderr,
        )
        return Exit.USAGE
    return _become([sys.executable, "-m", "reference_backend", *arguments])


def _become(words: Sequence[str]) -> NoReturn:
    """The program takes our place, so that signals and its exit code are its own."""
    sys.stdout.flush()
    os.execv(words[0], list(words))  # noqa: S606 - no shell is wanted
