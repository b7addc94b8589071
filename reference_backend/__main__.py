"""`python -m reference_backend`: start the shop.

Exit codes: 0 it was told to stop, 2 it was asked for what there is not, 3 it cannot start.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from reference_backend import logs
from reference_backend.database.embedded import EmbeddedPostgres
from reference_backend.settings import LOOPBACK, Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the shop until a signal ends it; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="paidonce backend",
        description="A shop that takes money through Stripe.",
        epilog="Environment: STRIPE_API_BASE, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET (two,"
        " separated by a comma, while one is rolled), DATABASE_URL (empty: one of our own),"
        " ADMIN_TOKEN, PUBLIC_URL, GRACE_SECONDS, SWEEP_SECONDS, RECONCILE_SECONDS,"
        " STRIPE_TIMEOUT_SECONDS, RETRY_DELAYS_SECONDS, JOB_DELAY_SECONDS, JOB_ATTEMPTS_MAX.",
    )
    parser.add_argument("--host", default=LOOPBACK, help="where to listen (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="0 for any free port")
    parser.add_argument("--web", type=int, default=1, metavar="N", help="web processes")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="worker processes")
    parser.add_argument("--defect", default="", metavar="NAME", help="plant one defect")
    parser.add_argument("--list-defects", action="store_true", help="print the defects as JSON")
    parser.add_argument("--testing", action="store_true", help="allow POST /testing/webhook-secret")
    parser.add_argument(
        "--log-level", default="warning", choices=("debug", "info", "warning", "error")
    )
    options = parser.parse_args(argv)
    if options.list_defects:
        from reference_backend.defects import as_json  # noqa: PLC0415  # heavy, seldom needed

        print(as_json())
        return 0
    for name in ("web", "workers"):
        if not 0 <= getattr(options, name) <= 64:
            parser.error(f"--{name} must be between 0 and 64")
    if options.web + options.workers == 0:
        parser.error("with neither --web nor --workers there is nothing to do")
    if not 0 <= options.port <= 65535:
        parser.error("--port must be between 0 and 65535")
    try:
        settings = Settings.from_environment(
            host=options.host, port=options.port, web_processes=options.web,
            worker_processes=options.workers, defect=options.defect, testing=options.testing,
        )  # fmt: skip
    except ValueError as error:
        parser.error(str(error))
    return _run(settings, options.log_level)


def _run(settings: Settings, log_level: str) -> int:
    logs.set_up(log_level)
    # PostgreSQL starts while we import: each takes about a second.
    postgres = None if settings.database_url else EmbeddedPostgres()
    try:
        from reference_backend import start  # noqa: PLC0415  # heavy, see above

        return start.run(settings, postgres)
    finally:
        if postgres is not None:
            postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
