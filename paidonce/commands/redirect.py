"""`paidonce redirect`: a small file that sends an unchanged SDK to the simulator, without TLS."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from paidonce.commands.remote import URL
from paidonce.exits import Exit


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("paidonce redirect", description=__doc__)
    parser.add_argument("language", choices=["node", "python"])
    parser.add_argument(
        "--folder", type=Path, default=Path(".paidonce"), help="where to (default %(default)s)"
    )
    parser.add_argument("--url", default=os.environ.get("PAIDONCE_URL", URL))
    chosen = parser.parse_args(arguments)
    from simulator import write_redirect  # noqa: PLC0415 - --help needs no simulator

    path, use = write_redirect(chosen.language, chosen.folder, chosen.url)
    print(f"{path} is written. Start the shop with it:\n\n  {use}")
    return Exit.HOLDS
