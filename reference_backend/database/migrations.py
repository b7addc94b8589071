"""Migrations: numbered SQL files, each applied once, in order, by one process at a time.

A file that was applied is never edited again; what has changed since is refused, not guessed at.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import asyncpg

FOLDER: Final = Path(__file__).parent / "scripts"
MIGRATION_LOCK: Final = 20261121


class MigrationChangedError(Exception):
    """A migration that this database already has reads differently now."""


async def migrate(url: str, folder: Path = FOLDER) -> list[str]:
    """Bring the database up to date; returns the names of what was applied.

    Raises:
        MigrationChangedError: an applied file was edited.
        asyncpg.PostgresError: a migration is refused; it leaves nothing behind.
    """
    scripts = [(file, file.read_text(encoding="utf-8")) for file in _files(folder)]
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        return await _apply(connection, scripts)
    finally:
        await connection.close()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sql"))


async def _apply(
    connection: asyncpg.Connection[asyncpg.Record], scripts: list[tuple[Path, str]]
) -> list[str]:
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations ("
        " name text PRIMARY KEY, digest text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
    )
    known = {row["name"]: row["digest"] for row in await connection.fetch("TABLE migrations")}
    applied = []
    for file, script in scripts:
        digest = hashlib.sha256(script.encode()).hexdigest()
        if file.stem in known:
            if known[file.stem] != digest:
                raise MigrationChangedError(f"{file.name} was edited after it was applied")
            continue
        async with connection.transaction():
            await connection.execute(script)
            await connection.execute(
                "INSERT INTO migrations (name, digest) VALUES ($1, $2)", file.stem, digest
            )
        applied.append(file.stem)
    return applied
