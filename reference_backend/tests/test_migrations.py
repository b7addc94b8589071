"""Migrations are applied once, in order, whoever starts first; what was applied stays as it was."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from reference_backend.database.migrations import MigrationChangedError, migrate
from reference_backend.tests.conftest import Run


def test_several_processes_may_bring_one_database_up_to_date(
    database_url: str, run: Run[Any], tmp_path: Path
) -> None:
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE first (n integer);")
    (tmp_path / "0002_second.sql").write_text("ALTER TABLE first ADD COLUMN m integer;")

    async def story() -> None:
        applied = await asyncio.gather(*(migrate(database_url, tmp_path) for _ in range(4)))
        assert sorted(name for names in applied for name in names) == ["0001_first", "0002_second"]
        assert await migrate(database_url, tmp_path) == []

    run(story())


def test_a_migration_that_is_refused_leaves_nothing(
    database_url: str, run: Run[Any], tmp_path: Path
) -> None:
    (tmp_path / "0001_bad.sql").write_text("CREATE TABLE bad (n integer); SELECT 1 / 0;")

    async def story() -> None:
        with pytest.raises(asyncpg.DivisionByZeroError):
            await migrate(database_url, tmp_path)
        connection = await asyncpg.connect(database_url)
        assert await connection.fetchval("SELECT to_regclass('bad')") is None
        await connection.close()

    run(story())


def test_a_migration_that_was_edited_afterwards_is_refused(
    database_url: str, run: Run[Any], tmp_path: Path
) -> None:
    file = tmp_path / "0001_first.sql"
    file.write_text("CREATE TABLE first (n integer);")

    async def story() -> None:
        await migrate(database_url, tmp_path)
        file.write_text("CREATE TABLE first (n bigint);")
        with pytest.raises(MigrationChangedError, match=r"0001_first\.sql was edited"):
            await migrate(database_url, tmp_path)

    run(story())
