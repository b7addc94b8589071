"""`paidonce redirect`: a small file that sends an unchanged SDK to the simulator, without TLS."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from paidonce.commands.remote import URL
from paidonce.exits import Exit


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("paidonce redirect", description=__doc__)
    parser.add_argument("language", choices=["node", "python"], help="which SDK")
    parser.add_argument(
        "--folder", type=Path, default=Path(".paidonce"), help="where to (default %(default)s)"
    )
    parser.add_argument(
        "--url",
        default=os.environ.get("PAIDONCE_URL", URL),
        help=f"where the simulator is (default: PAIDONCE_URL, or {URL})",
    )
    chosen = parser.parse_args(arguments)
    from simulator import write_redirect  # noqa: PLC0415 - --help needs no simulator

    try:
        path, use = write_redirect(chosen.language, chosen.folder, chosen.url)
    except OSError as error:
        print(f"paidonce redirect: --folder {chosen.folder}: {error.strerror}", file=sys.stderr)
        return Exit.USAGE
    print(f"{path} is written. Start the shop with it:\n\n  {use}")
    return Exit.HOLDS
