"""Starts the shop that the settings ask for, and says in one sentence why it cannot."""

from __future__ import annotations

import sys
from dataclasses import replace

from reference_backend.database.embedded import EmbeddedPostgres, PostgresUnavailableError
from reference_backend.defects import UnknownDefectError, plant
from reference_backend.settings import Settings
from reference_backend.shop import Parts
from reference_backend.supervisor import StartError, Supervisor, Told, heed_signals


def run(settings: Settings, postgres: EmbeddedPostgres | None) -> int:
    """Run the shop until a signal ends it.

    Returns:
        The exit code: 0 told to stop, 2 no such defect, 3 cannot start.
    """
    heed_signals()
    try:
        parts, schema = plant(settings.defect) if settings.defect else (Parts(), "")
        if postgres is not None:
            settings = replace(settings, database_url=postgres.url)
        Supervisor(settings, parts, schema).run()
    except Told:
        return 0
    except UnknownDefectError as error:
        print(f"reference_backend: {error}", file=sys.stderr)  # noqa: T201  # to who started us
        return 2
    except (StartError, PostgresUnavailableError) as error:
        print(f"reference_backend: {error}", file=sys.stderr)  # noqa: T201  # to who started us
        return 3
    return 0
