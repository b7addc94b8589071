"""Where races are run: a backend, and the gates at which what it does waits for its turn.

At the gate `api` its calls to Stripe wait. At `sql` its statements to PostgreSQL wait as well: the
profile says by which variable the backend is told of its database (`[backend] database`), and the
address that it is handed in its place leads through a gate on this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scenarios.profile import Profile
    from scenarios.races import Gates
    from scenarios.races.postgres import Address
    from scenarios.stage import Stage
    from simulator import Account

GATES: Final = ("api", "sql")


@contextmanager
def arena(
    profile: Profile, simulator: Account, *, gate: str, defect: str | None
) -> Iterator[tuple[Stage, Gates]]:
    """A backend that was started, and its gates.

    Raises:
        CannotStart: it cannot be started, or nothing can be put before its database.
    """
    from scenarios.races import Gates  # noqa: PLC0415 - only a race needs it
    from scenarios.races.postgres import Statements  # noqa: PLC0415 - the same
    from scenarios.stage import Stage  # noqa: PLC0415 - the same

    if gate == "api":
        with Stage(profile, simulator, defect=defect) as stage:
            yield stage, Gates(stage.simulator)
        return
    name = profile.backend.database
    with _database(profile) as address, Statements(address) as statements:
        told = {str(name): statements.url}
        with Stage(profile, simulator, defect=defect, environment=told) as stage:
            yield stage, Gates(stage.simulator, statements)


@contextmanager
def _database(profile: Profile) -> Iterator[Address]:
    """The backend's PostgreSQL; the reference backend has one made for it."""
    from scenarios.profile_file import REFERENCE  # noqa: PLC0415 - only here
    from scenarios.races.postgres.address import read  # noqa: PLC0415 - the same
    from scenarios.running import CannotStart  # noqa: PLC0415 - the same

    backend = profile.backend
    if not backend.start or backend.container is not None:
        raise CannotStart(
            backend.name,
            "a gate before its database needs a backend that is started here by a command",
            "Give it `start` in the profile, or race it with --gate api.",
        )
    if backend.database is None:
        raise CannotStart(
            backend.name,
            "its profile does not say how it is told where its PostgreSQL is",
            'Add to [backend]: database = "DATABASE_URL", or whatever the variable is called.',
        )
    url = backend.environment.get(backend.database) or os.environ.get(backend.database)
    if not url and profile.path == REFERENCE:
        with _embedded() as url:
            yield read(url)
        return
    if not url:
        raise CannotStart(
            backend.name,
            f"{backend.database} is not set, so it is not known where its PostgreSQL is",
            "Set it, or say it in [backend.environment] of the profile.",
        )
    try:
        address = read(url)
    except ValueError as error:
        raise CannotStart(
            backend.name, f"{backend.database} is no address of a PostgreSQL: {error}", "Mend it."
        ) from error
    yield address


@contextmanager
def _embedded() -> Iterator[str]:
    """The reference backend's own PostgreSQL: a program that ends with its input."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "reference_backend.database.keeper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    from scenarios.running import CannotStart  # noqa: PLC0415 - only here

    try:
        said = keeper.stdout.readline().strip()
        if not said.startswith("postgresql://"):
            raise CannotStart(
                "the embedded PostgreSQL",
                said or "it did not start",
                "Set DATABASE_URL to use a server of your own.",
            )
        yield said
    finally:
        keeper.stdin.close()
        keeper.wait()
        keeper.stdout.close()
